using System.Text.Json;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Rules;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Incidents;

/// <summary>An incident as one JSON object, <c>"schema":"sgwatch.incident/1"</c>, for programs, the record and the log.</summary>
/// <remarks>
/// <see cref="IncidentReader"/> reads it back. What isn't known is left out. A rule's tags may be long, so they are written once: with the
/// revoked rule, else with the planned one, else with the group.
/// </remarks>
public static class IncidentJson
{
    /// <summary>The object's text, on one line.</summary>
    public static string Write(Incident incident) => JsonOutput.Text(json => Write(json, incident));

    /// <summary>Writes the object as the next value.</summary>
    public static void Write(Utf8JsonWriter json, Incident incident) => json.WriteObject(json =>
    {
        json.WriteString("schema", "sgwatch.incident/1");
        WriteMembers(json, incident);
    });

    /// <summary>Writes the object's members, without its <c>schema</c>.</summary>
    internal static void WriteMembers(Utf8JsonWriter json, Incident incident)
    {
        var taggedBefore = Ids(incident.Revoked);
        json.WriteString("id", incident.Id);
        json.WriteString("outcome", JsonOutput.Word(incident.Outcome));
        json.WriteObject("group", json => WriteGroup(json, incident));
        json.WriteOptional("undoes", incident.Undoes);
        json.WriteOptional("waits", incident.Waits is { } budget ? JsonOutput.Word(budget) : null);
        json.WriteObjects("events", incident.Origins, Write);
        json.WriteArray("findings", incident.Findings, FindingJson.Write);
        if (!incident.Planned.IsEmpty)
        {
            json.WriteObject("planned", json =>
            {
                WriteRules(json, "revoke", incident.Planned.Revoke, taggedBefore);
                WriteRules(json, "authorize", incident.Planned.Authorize);
            });
        }
        taggedBefore.UnionWith(Ids(incident.Planned.Revoke));
        WriteRules(json, "revoked", incident.Revoked);
        WriteRules(json, "authorized", incident.Authorized);
        if (!incident.Unauthorized.IsEmpty)
        {
            WriteRules(json, "unauthorized", incident.Unauthorized);
        }
        WriteRules(json, "before", incident.Before.Rules, taggedBefore);
        if (incident.After is { } after)
        {
            taggedBefore.UnionWith(Ids(incident.Before.Rules));
            WriteRules(json, "after", after.Rules, taggedBefore);
        }
        if (!incident.Calls.IsEmpty)
        {
            json.WriteObjects("calls", incident.Calls, Write);
        }
        if (incident.Failure is { } failure)
        {
            json.WriteObject("failure", json => Write(json, failure));
        }
        json.WriteObject("policy", json =>
        {
            json.WriteString("source", incident.PolicySource);
            json.WriteString("sha256", incident.PolicySha256);
            json.WriteString("mode", JsonOutput.Word(incident.Mode));
        });
        json.WriteString("startedAt", incident.StartedAt);
        json.WriteString("endedAt", incident.EndedAt);
    }

    private static void WriteGroup(Utf8JsonWriter json, Incident incident)
    {
        json.WriteString("id", incident.Before.GroupId);
        json.WriteString("name", incident.Before.GroupName);
        json.WriteOptional("vpc", incident.Before.VpcId);
        json.WriteOptional("account", incident.Account);
        json.WriteOptional("region", incident.Region);
        json.WriteTags(incident.Before.Tags);
    }

    private static HashSet<string> Ids(IEnumerable<SecurityGroupRule> rules) =>
        rules.Select(rule => rule.SecurityGroupRuleId).OfType<string>().ToHashSet(StringComparer.Ordinal);

    private static void WriteRules(
        Utf8JsonWriter json, string name, IEnumerable<SecurityGroupRule> rules, HashSet<string>? tagged = null) =>
        json.WriteArray(name, rules, (json, rule) => FindingJson.Write(
            json, rule, hasTags: rule.SecurityGroupRuleId is not { } id || tagged?.Contains(id) != true));

    private static void Write(Utf8JsonWriter json, IncidentCall call)
    {
        json.WriteString("operation", call.Operation);
        json.WriteStrings("rules", call.Rules);
        json.WriteString("answer", call.Answer);
        json.WriteString("at", call.At);
    }

    private static void Write(Utf8JsonWriter json, CallFailure failure)
    {
        json.WriteString("operation", failure.Operation);
        json.WriteString("code", failure.Code);
        json.WriteString("kind", JsonOutput.Word(failure.Kind));
        json.WriteString("message", failure.Message);
    }

    private static void Write(Utf8JsonWriter json, Origin origin)
    {
        json.WriteString("name", origin.EventName);
        json.WriteOptional("id", origin.EventId);
        if (origin.EventTime is { } time)
        {
            json.WriteString("time", time);
        }
        if (origin.Actor is { } actor)
        {
            json.WriteObject("actor", json => Write(json, actor));
        }
    }

    private static void Write(Utf8JsonWriter json, Actor actor)
    {
        json.WriteOptional("type", actor.Type);
        json.WriteOptional("arn", actor.Arn);
        json.WriteOptional("sessionIssuerArn", actor.SessionIssuerArn);
        json.WriteOptional("invokedBy", actor.InvokedBy);
        json.WriteOptional("sourceIpAddress", actor.SourceIpAddress);
        json.WriteOptional("userAgent", actor.UserAgent);
    }
}
