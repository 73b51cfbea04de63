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
        json.WriteStartObject();
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
        json.WriteStartObject("FindingProviderFields");
        Severity(json, finding.Guardrail.Severity);
        json.WriteStrings("Types", [GuardrailFinding.Type]);
        json.WriteEndObject();
        json.WriteString("Title", finding.Title);
        json.WriteString("Description", finding.Description);
        json.WriteStartObject("Remediation");
        json.WriteStartObject("Recommendation");
        json.WriteString("Text", finding.Remediation);
        json.WriteEndObject();
        json.WriteEndObject();
        ProductFields(json, finding);
        Resource(json, finding);
        Status(json, "Compliance", finding.IsResolved ? "PASSED" : "FAILED");
        Status(json, "Workflow", finding.IsResolved ? "RESOLVED" : "NEW");
        json.WriteString("RecordState", "ACTIVE");
        Action(json, finding);
        json.WriteEndObject();
    }

    // the product of the account's own findings
    private static Arn ProductArn(Incident incident) => new(
        GroupArn.Partition(incident), "securityhub", incident.Region, incident.Account, $"product/{incident.Account}/default");

    private static void ProductFields(Utf8JsonWriter json, GuardrailFinding finding)
    {
        var incident = finding.Incident;
        var origin = incident.Origins.FirstOrDefault();
        json.WriteStartObject("ProductFields");
        Field("incident", incident.Id);
        Field("outcome", JsonOutput.Word(incident.Outcome));
        Field("rules", string.Join("; ", finding.Breaches.Select(breach => breach.Rule?.ToString()).OfType<string>()));
        Field("event", origin?.EventName);
        Field("eventId", origin?.EventId);
        Field("actor", origin?.Actor?.Arn ?? origin?.Actor?.InvokedBy);
        Field("policy", $"{incident.PolicySource} {incident.PolicySha256}");
        json.WriteEndObject();

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
        var (incident, group) = (finding.Incident, finding.Group);
        json.WriteStartArray("Resources");
        json.WriteStartObject();
        json.WriteString("Type", "AwsEc2SecurityGroup");
        json.WriteString("Id", GroupArn.Of(incident));
        json.WriteString("Partition", GroupArn.Partition(incident));
        json.WriteString("Region", incident.Region);
        json.WriteStartObject("Tags");
        foreach (var (key, value) in group.Tags.Where(tag => tag.Value.Length > 0).Take(MaxTags)) // Security Hub refuses empty values
        {
            json.WriteString(key, value);
        }
        json.WriteEndObject();
        json.WriteStartObject("Details");
        json.WriteStartObject("AwsEc2SecurityGroup");
        json.WriteString("GroupId", group.GroupId);
        json.WriteString("GroupName", group.GroupName);
        json.WriteString("OwnerId", incident.Account);
        json.WriteOptional("VpcId", group.VpcId);
        Permissions(json, "IpPermissions", group.Rules.Where(rule => !rule.IsEgress));
        Permissions(json, "IpPermissionsEgress", group.Rules.Where(rule => rule.IsEgress));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Permissions(Utf8JsonWriter json, string name, IEnumerable<SecurityGroupRule> rules)
    {
        json.WriteStartArray(name);
        foreach (var rule in rules.Where(rule => rule.Peer is not Peer.Unknown).Take(MaxRules))
        {
            var protocol = rule.Service.IpProtocol;
            json.WriteStartObject();
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
            json.WriteEndObject();
        }
        json.WriteEndArray();

        void Peers(string list, string field, string value, string? userId = null)
        {
            json.WriteStartArray(list);
            json.WriteStartObject();
            json.WriteString(field, value);
            json.WriteOptional("UserId", userId);
            json.WriteEndObject();
            json.WriteEndArray();
        }
    }

    private static void Action(Utf8JsonWriter json, GuardrailFinding finding)
    {
        if (finding.Incident.Origins is not [{ Actor: { } actor } origin, ..])
        {
            return;
        }
        var isAddress = IPAddress.TryParse(actor.SourceIpAddress, out var address) && address.AddressFamily == AddressFamily.InterNetwork;
        json.WriteStartObject("Action");
        json.WriteString("ActionType", "AWS_API_CALL");
        json.WriteStartObject("AwsApiCallAction");
        json.WriteString("Api", origin.EventName);
        json.WriteString("ServiceName", "ec2.amazonaws.com");
        if (isAddress)
        {
            json.WriteString("CallerType", "remoteIp");
            json.WriteStartObject("RemoteIpDetails");
            json.WriteString("IpAddressV4", address!.ToString());
            json.WriteEndObject();
        }
        Time(json, "FirstSeen", finding.FirstSeen);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Severity(Utf8JsonWriter json, Severity severity)
    {
        json.WriteStartObject("Severity");
        json.WriteString("Label", severity.ToString().ToUpperInvariant());
        json.WriteString("Original", JsonOutput.Word(severity));
        json.WriteEndObject();
    }

    private static void Status(Utf8JsonWriter json, string name, string status)
    {
        json.WriteStartObject(name);
        json.WriteString("Status", status);
        json.WriteEndObject();
    }

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset time) =>
        json.WriteString(name, time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
}
