using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using SgWatch.Changes;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Text;

namespace SgWatch.Aws.Findings;

/// <summary>Writes a finding in the AWS Security Finding Format (ASFF), as Security Hub imports it.</summary>
/// <remarks>
/// The workflow status is RESOLVED for a group that the guard closed, and NEW for one that is still open.
/// Source: Security Hub API Reference, AwsSecurityFinding and BatchImportFindings. A finding has at most 240 KB; 256 characters of
/// title and 1,024 of description; 50 product fields and 50 tags.
/// </remarks>
internal static class SecurityFinding
{
    private const int MaxRules = 200; // in each direction, so that the finding stays below 240 KB
    private const int MaxTags = 50;
    private const int MaxValueLength = 1000;

    /// <summary>Writes the finding.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="finding">The finding. Its incident's account and region have to be those of the call.</param>
    public static void Write(Utf8JsonWriter json, GuardrailFinding finding)
    {
        var incident = finding.Incident;
        json.WriteObject(json =>
        {
            json.WriteString("SchemaVersion", "2018-10-08");
            json.WriteString("Id", finding.Id);
            json.WriteString("ProductArn", ProductArn(incident).ToString());
            json.WriteString("ProductName", "SgWatch");
            json.WriteString("CompanyName", "SgWatch");
            json.WriteString("GeneratorId", $"sgwatch/{finding.Guardrail.Name}");
            json.WriteString("AwsAccountId", incident.Account);
            json.WriteStrings("Types", [GuardrailFinding.Type]);
            Time(json, "FirstObservedAt", finding.FirstSeen);
            Time(json, "LastObservedAt", incident.EndedAt);
            Time(json, "CreatedAt", incident.StartedAt);
            Time(json, "UpdatedAt", incident.EndedAt);
            Severity(json, finding.Guardrail.Severity);
            json.WriteObject("FindingProviderFields", json =>
            {
                Severity(json, finding.Guardrail.Severity);
                json.WriteStrings("Types", [GuardrailFinding.Type]);
            });
            json.WriteString("Title", finding.Title);
            json.WriteString("Description", finding.Description);
            json.WriteObject("Remediation", json =>
                json.WriteObject("Recommendation", json => json.WriteString("Text", finding.Remediation)));
            ProductFields(json, finding);
            Resource(json, finding);
            Status(json, "Compliance", finding.IsResolved ? "PASSED" : "FAILED");
            Status(json, "Workflow", finding.IsResolved ? "RESOLVED" : "NEW");
            json.WriteString("RecordState", "ACTIVE");
            Action(json, finding);
        });
    }

    // the product of the account's own findings
    private static Arn ProductArn(Incident incident) => new(
        GroupArn.Partition(incident), "securityhub", incident.Region, incident.Account, $"product/{incident.Account}/default");

    private static void ProductFields(Utf8JsonWriter json, GuardrailFinding finding)
    {
        var incident = finding.Incident;
        var origin = finding.MadeBy;
        json.WriteObject("ProductFields", json =>
        {
            Field("version", ProductVersion.Text);
            Field("incident", incident.Id);
            Field("outcome", JsonOutput.Word(incident.Outcome));
            Field("rules", string.Join("; ", finding.Breaches.Select(breach => breach.Rule?.ToString()).OfType<string>()));
            Field("event", origin?.EventName);
            Field("eventId", origin?.EventId);
            Field("actor", origin?.Actor?.Arn ?? origin?.Actor?.InvokedBy);
            Field("policy", $"{incident.PolicySource} {incident.PolicySha256}");
        });

        void Field(string name, string? value)
        {
            if (SafeText.Line(value, MaxValueLength) is { Length: > 0 } text)
            {
                json.WriteString($"sgwatch/{name}", text);
            }
        }
    }

    private static void Resource(Utf8JsonWriter json, GuardrailFinding finding)
    {
        var incident = finding.Incident;
        json.WriteObjects("Resources", [finding.Group], (json, group) =>
        {
            json.WriteString("Type", "AwsEc2SecurityGroup");
            json.WriteString("Id", GroupArn.Of(incident));
            json.WriteString("Partition", GroupArn.Partition(incident));
            json.WriteString("Region", incident.Region);
            json.WriteObject("Tags", json =>
            {
                // Security Hub refuses empty values
                foreach (var (key, value) in group.Tags.Where(tag => tag.Value.Length > 0).Take(MaxTags))
                {
                    json.WriteString(key, value);
                }
            });
            json.WriteObject("Details", json => json.WriteObject("AwsEc2SecurityGroup", json =>
            {
                json.WriteString("GroupId", group.GroupId);
                json.WriteString("GroupName", group.GroupName);
                json.WriteString("OwnerId", incident.Account);
                json.WriteOptional("VpcId", group.VpcId);
                Permissions(json, "IpPermissions", group.Rules.Where(rule => !rule.IsEgress));
                Permissions(json, "IpPermissionsEgress", group.Rules.Where(rule => rule.IsEgress));
            }));
        });
    }

    private static void Permissions(Utf8JsonWriter json, string name, IEnumerable<SecurityGroupRule> rules) =>
        json.WriteObjects(name, rules.Where(rule => rule.Peer is not Peer.Unknown).Take(MaxRules), Permission);

    private static void Permission(Utf8JsonWriter json, SecurityGroupRule rule)
    {
        var protocol = rule.Service.IpProtocol;
        json.WriteString("IpProtocol", protocol.Ec2Text);
        if (protocol.HasPorts || protocol.IsIcmp)
        {
            json.WriteNumber("FromPort", rule.Service.FromPort);
            json.WriteNumber("ToPort", rule.Service.ToPort);
        }
        switch (rule.Peer)
        {
            case Peer.Ipv4(var cidr):
                Peers("IpRanges", "CidrIp", cidr.ToString());
                break;
            case Peer.Ipv6(var cidr):
                Peers("Ipv6Ranges", "CidrIpv6", cidr.ToString());
                break;
            case Peer.PrefixList(var id):
                Peers("PrefixListIds", "PrefixListId", id);
                break;
            case Peer.Group(var id, var userId):
                Peers("UserIdGroupPairs", "GroupId", id, userId);
                break;
        }

        void Peers(string list, string field, string value, string? userId = null) => json.WriteObjects(list, [value], (json, peer) =>
        {
            json.WriteString(field, peer);
            json.WriteOptional("UserId", userId);
        });
    }

    private static void Action(Utf8JsonWriter json, GuardrailFinding finding)
    {
        if (finding.MadeBy is not { Actor: { } actor } origin)
        {
            return;
        }
        var isAddress = IPAddress.TryParse(actor.SourceIpAddress, out var address) && address.AddressFamily == AddressFamily.InterNetwork;
        json.WriteObject("Action", json =>
        {
            json.WriteString("ActionType", "AWS_API_CALL");
            json.WriteObject("AwsApiCallAction", json =>
            {
                json.WriteString("Api", origin.EventName);
                json.WriteString("ServiceName", "ec2.amazonaws.com");
                if (isAddress)
                {
                    json.WriteString("CallerType", "remoteIp");
                    json.WriteObject("RemoteIpDetails", json => json.WriteString("IpAddressV4", address!.ToString()));
                }
                Time(json, "FirstSeen", finding.FirstSeen);
            });
        });
    }

    private static void Severity(Utf8JsonWriter json, Severity severity)
    {
        json.WriteObject("Severity", json =>
        {
            json.WriteString("Label", severity.ToString().ToUpperInvariant());
            json.WriteString("Original", JsonOutput.Word(severity));
        });
    }

    private static void Status(Utf8JsonWriter json, string name, string status)
    {
        json.WriteObject(name, json => json.WriteString("Status", status));
    }

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset time) =>
        json.WriteString(name, time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
}
