using System.Text.Json;
using SgWatch.Changes;
using SgWatch.Rules;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Incidents;

/// <summary>An incident as one JSON object, <c>"schema":"sgwatch.incident/1"</c>, for machines and for the log.</summary>
public static class IncidentJson
{
    /// <summary>The object's text, on one line.</summary>
    public static string Write(Incident incident) => JsonOutput.Text(json => Write(json, incident));

    /// <summary>Writes the object as the next value.</summary>
    public static void Write(Utf8JsonWriter json, Incident incident)
    {
        json.WriteStartObject();
        json.WriteString("schema", "sgwatch.incident/1");
        json.WriteString("id", incident.Id);
        json.WriteString("outcome", JsonOutput.Word(incident.Outcome));
        json.WriteStartObject("group");
        json.WriteString("id", incident.Before.GroupId);
        json.WriteString("name", incident.Before.GroupName);
        json.WriteOptional("vpc", incident.Before.VpcId);
        json.WriteOptional("account", incident.Account);
        json.WriteOptional("region", incident.Region);
        json.WriteTags(incident.Before.Tags);
        json.WriteEndObject();
        json.WriteOptional("undoes", incident.Undoes);
        json.WriteStartArray("events");
        foreach (var origin in incident.Origins)
        {
            Write(json, origin);
        }
        json.WriteEndArray();
        json.WriteStartArray("findings");
        foreach (var finding in incident.Findings)
        {
            FindingJson.Write(json, finding);
        }
        json.WriteEndArray();
        if (!incident.Planned.IsEmpty)
        {
            json.WriteStartObject("planned");
            Rules(json, "revoke", incident.Planned.Revoke);
            Rules(json, "authorize", incident.Planned.Authorize);
            json.WriteEndObject();
        }
        Rules(json, "revoked", incident.Revoked);
        Rules(json, "authorized", incident.Authorized);
        Rules(json, "before", incident.Before.Rules);
        if (incident.After is { } after)
        {
            Rules(json, "after", after.Rules);
        }
        if (!incident.Calls.IsEmpty)
        {
            json.WriteStartArray("calls");
            foreach (var call in incident.Calls)
            {
                Write(json, call);
            }
            json.WriteEndArray();
        }
        if (incident.Failure is { } failure)
        {
            json.WriteStartObject("failure");
            json.WriteString("operation", failure.Operation);
            json.WriteString("code", failure.Code);
            json.WriteString("kind", JsonOutput.Word(failure.Kind));
            json.WriteString("message", failure.Message);
            json.WriteEndObject();
        }
        json.WriteStartObject("policy");
        json.WriteString("source", incident.PolicySource);
        json.WriteString("sha256", incident.PolicySha256);
        json.WriteString("mode", JsonOutput.Word(incident.Mode));
        json.WriteEndObject();
        json.WriteString("startedAt", incident.StartedAt);
        json.WriteString("endedAt", incident.EndedAt);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CallMade call)
    {
        json.WriteStartObject();
        json.WriteString("operation", call.Operation);
        json.WriteStrings("rules", call.Rules);
        json.WriteString("answer", call.Answer);
        json.WriteString("at", call.At);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Origin origin)
    {
        json.WriteStartObject();
        json.WriteString("name", origin.EventName);
        json.WriteOptional("id", origin.EventId);
        if (origin.EventTime is { } time)
        {
            json.WriteString("time", time);
        }
        if (origin.Actor is { } actor)
        {
            json.WriteStartObject("actor");
            json.WriteOptional("type", actor.Type);
            json.WriteOptional("arn", actor.Arn);
            json.WriteOptional("sessionIssuerArn", actor.SessionIssuerArn);
            json.WriteOptional("invokedBy", actor.InvokedBy);
            json.WriteOptional("sourceIpAddress", actor.SourceIpAddress);
            json.WriteOptional("userAgent", actor.UserAgent);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Rules(Utf8JsonWriter json, string name, IEnumerable<SecurityGroupRule> rules)
    {
        json.WriteStartArray(name);
        foreach (var rule in rules)
        {
            FindingJson.Write(json, rule);
        }
        json.WriteEndArray();
    }
}
