using System.Text.Json;
using SgWatch.Changes;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Text;

namespace SgWatch.Aws.Findings;

/// <summary>Writes a finding in the Open Cybersecurity Schema Framework (OCSF): class Detection Finding, profile cloud.</summary>
/// <remarks>Source: OCSF schema 1.3.0, class 2004.</remarks>
internal static class DetectionFinding
{
    public const string Version = "1.3.0";

    private const int ClassUid = 2004;
    private const int Created = 1; // an activity_id
    private const int MaxRules = 200;
    private const int MaxOrigins = 10;

    public static string Write(GuardrailFinding finding) => JsonOutput.ObjectText(json =>
    {
        var incident = finding.Incident;
        json.WriteNumber("activity_id", Created);
        json.WriteString("activity_name", "Create");
        json.WriteNumber("category_uid", ClassUid / 1000);
        json.WriteString("category_name", "Findings");
        json.WriteNumber("class_uid", ClassUid);
        json.WriteString("class_name", "Detection Finding");
        json.WriteNumber("type_uid", (ClassUid * 100) + Created);
        json.WriteString("type_name", "Detection Finding: Create");
        json.WriteNumber("severity_id", SeverityId(finding.Guardrail.Severity));
        json.WriteString("severity", finding.Guardrail.Severity.ToString());
        json.WriteNumber("status_id", finding.IsResolved ? 4 : 1);
        json.WriteString("status", finding.IsResolved ? "Resolved" : "New");
        json.WriteBoolean("is_alert", !finding.IsResolved);
        Time(json, "time", incident.EndedAt);
        Time(json, "start_time", finding.FirstSeen);
        Time(json, "end_time", incident.EndedAt);
        json.WriteString("message", finding.Title);
        Metadata(json, incident);
        Info(json, finding);
        json.WriteObject("cloud", json =>
        {
            json.WriteString("provider", "AWS");
            json.WriteOptional("region", incident.Region);
            Account(json, incident);
        });
        Resource(json, finding);
        Evidences(json, finding);
        json.WriteObject("remediation", json => json.WriteString("desc", finding.Remediation));
    });

    private static int SeverityId(Severity severity) => severity switch
    {
        Severity.Low => 2,
        Severity.Medium => 3,
        Severity.High => 4,
        _ => 5,
    };

    private static void Metadata(Utf8JsonWriter json, Incident incident)
    {
        json.WriteObject("metadata", json =>
        {
            json.WriteString("version", Version);
            json.WriteObject("product", json =>
            {
                json.WriteString("name", "SgWatch");
                json.WriteString("vendor_name", "SgWatch");
                json.WriteString("version", ProductVersion.Text);
            });
            json.WriteStrings("profiles", ["cloud"]);
            json.WriteString("correlation_uid", incident.Id);
        });
    }

    private static void Info(Utf8JsonWriter json, GuardrailFinding finding)
    {
        json.WriteObject("finding_info", json =>
        {
            json.WriteString("uid", finding.Id);
            json.WriteString("title", finding.Title);
            json.WriteString("desc", finding.Description);
            json.WriteStrings("types", [GuardrailFinding.Type]);
            json.WriteObject("analytic", json =>
            {
                json.WriteNumber("type_id", 1);
                json.WriteString("type", "Rule");
                json.WriteString("name", finding.Guardrail.Name);
                json.WriteString("uid", $"{finding.Incident.PolicySha256}/{finding.Guardrail.Name}");
            });
            Time(json, "created_time", finding.Incident.StartedAt);
            Time(json, "modified_time", finding.Incident.EndedAt);
            Time(json, "first_seen_time", finding.FirstSeen);
            Time(json, "last_seen_time", finding.Incident.EndedAt);
        });
    }

    private static void Account(Utf8JsonWriter json, Incident incident)
    {
        if (incident.Account is { } account)
        {
            json.WriteObject("account", json =>
            {
                json.WriteString("uid", account);
                json.WriteNumber("type_id", 10);
                json.WriteString("type", "AWS Account");
            });
        }
    }

    private static void Resource(Utf8JsonWriter json, GuardrailFinding finding)
    {
        json.WriteObjects("resources", [finding.Group], (json, group) =>
        {
            json.WriteString("uid", GroupArn.Of(finding.Incident));
            json.WriteString("name", group.GroupName);
            json.WriteString("type", "AWS::EC2::SecurityGroup");
            json.WriteOptional("region", finding.Incident.Region);
            json.WriteString("cloud_partition", GroupArn.Partition(finding.Incident));
            json.WriteStrings("labels", group.Tags.Select(tag => $"{tag.Key}:{tag.Value}"));
            json.WriteObject("data", json =>
            {
                json.WriteOptional("vpc", group.VpcId);
                json.WriteStrings("rules", Rules(group.Rules.Select(rule => rule.ToString())));
            });
        });
    }

    private static void Evidences(Utf8JsonWriter json, GuardrailFinding finding)
    {
        json.WriteStartArray("evidences");
        foreach (var origin in finding.Origins.Take(MaxOrigins))
        {
            json.WriteObject(json =>
            {
                Api(json, origin);
                Actor(json, origin);
            });
        }
        json.WriteObject(json => json.WriteObject("data", json =>
        {
            json.WriteStrings("breaches", Rules(finding.Breaches.Select(breach => breach.Rule?.ToString() ?? breach.Why)));
            json.WriteStrings("revoked", Rules(finding.Incident.Revoked.Select(rule => rule.ToString())));
            json.WriteStrings("authorized", Rules(finding.Incident.Authorized.Select(rule => rule.ToString())));
        }));
        json.WriteEndArray();
    }

    private static void Api(Utf8JsonWriter json, Origin origin)
    {
        json.WriteObject("api", json =>
        {
            json.WriteString("operation", origin.EventName);
            json.WriteObject("service", json => json.WriteString("name", "ec2.amazonaws.com"));
            if (origin.EventId is { } id)
            {
                json.WriteObject("request", json => json.WriteString("uid", id));
            }
        });
    }

    private static void Actor(Utf8JsonWriter json, Origin origin)
    {
        if (origin.Actor is not { } actor || (actor.Arn ?? actor.InvokedBy) is null)
        {
            return;
        }
        json.WriteObject("actor", json =>
        {
            if (actor.Arn is { } arn)
            {
                json.WriteObject("user", json =>
                {
                    json.WriteString("uid", arn);
                    json.WriteOptional("type", actor.Type);
                    json.WriteNumber("type_id", 99); // 99 is "other", because OCSF lacks CloudTrail's types
                });
            }
            json.WriteOptional("invoked_by", actor.InvokedBy);
        });
        if (System.Net.IPAddress.TryParse(actor.SourceIpAddress, out var address))
        {
            json.WriteObject("src_endpoint", json => json.WriteString("ip", address.ToString()));
        }
    }

    private static IEnumerable<string> Rules(IEnumerable<string> rules) => rules.Take(MaxRules);

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset time) =>
        json.WriteNumber(name, time.ToUnixTimeMilliseconds());
}
