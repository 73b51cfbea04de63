using System.Text.Json;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard;
using SgWatch.Rules;
using SgWatch.Text;

namespace SgWatch.Lambda.Logs;

/// <summary>One line for every decision of an invocation: which group, because of which event, by whom, and what came of it.</summary>
internal static class DecisionLog
{
    private const int MaxRules = 100; // the incident's own line has them all
    private const int MaxReasons = 10;

    /// <summary>Writes the lines.</summary>
    /// <param name="log">The log.</param>
    /// <param name="requestId">The invocation.</param>
    /// <param name="response">What it did.</param>
    public static void Write(LogWriter log, string requestId, GuardResponse response)
    {
        foreach (var group in response.Groups)
        {
            log.Write(LevelOf(group.Outcome), requestId, JsonOutput.Word(group.Outcome), json => Write(json, group));
        }
        foreach (var reasons in response.IgnoredReasons.GroupBy(reason => reason, StringComparer.Ordinal).Take(MaxReasons))
        {
            log.Info(requestId, JsonOutput.Word(GuardOutcome.Ignored), json =>
            {
                json.WriteString("outcome", JsonOutput.Word(GuardOutcome.Ignored));
                json.WriteString("reason", reasons.Key);
                json.WriteNumber("messages", reasons.Count());
            });
        }
        WriteError(log, requestId, "an incident is not in the record, or not in full", response.RecordFailure);
        WriteError(log, requestId, "a message to a machine is not sent yet", response.IntegrationFailure);
        WriteError(log, requestId, "a notification is not sent yet", response.NotificationFailure);
    }

    private static LogLevel LevelOf(GuardOutcome outcome) => outcome switch
    {
        GuardOutcome.Failed => LogLevel.Error,
        GuardOutcome.Alerted => LogLevel.Warn,
        _ => LogLevel.Info,
    };

    private static void WriteError(LogWriter log, string requestId, string message, CallFailure? failure)
    {
        if (failure is not null)
        {
            log.Write(LogLevel.Error, requestId, message, json => Write(json, failure));
        }
    }

    private static void Write(Utf8JsonWriter json, GroupResult group)
    {
        json.WriteString("outcome", JsonOutput.Word(group.Outcome));
        json.WriteString("group", group.GroupId);
        if ((group.Incident?.MadeBy ?? group.Origins.FirstOrDefault()) is { } origin)
        {
            Write(json, origin, group.Origins.Length);
        }
        Write(json, "revoked", group.Revoked);
        Write(json, "authorized", group.Authorized);
        if (group.Incident is { } incident)
        {
            json.WriteString("incident", incident.Id);
            json.WriteNumber("tookMs", (long)(incident.EndedAt - incident.StartedAt).TotalMilliseconds);
        }
        if (group.Failure is { } failure)
        {
            Write(json, failure);
            json.WriteBoolean("willBeTriedAgain", group.MustRetry);
        }
    }

    private static void Write(Utf8JsonWriter json, Origin origin, int events)
    {
        json.WriteString("event", origin.EventName);
        json.WriteOptional("eventId", origin.EventId);
        json.WriteOptional("account", origin.Account);
        json.WriteOptional("region", origin.Region);
        json.WriteOptional("actor", origin.Actor?.Arn ?? origin.Actor?.InvokedBy);
        json.WriteOptional("sourceIp", origin.Actor?.SourceIpAddress);
        if (events > 1)
        {
            json.WriteNumber("events", events);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyCollection<SecurityGroupRule> rules)
    {
        if (rules.Count == 0)
        {
            return;
        }
        json.WriteStrings(
            name, rules.Take(MaxRules).Select(rule => rule.SecurityGroupRuleId is { } id ? $"{id} {rule}" : rule.ToString()));
    }

    private static void Write(Utf8JsonWriter json, CallFailure failure)
    {
        json.WriteObject("failure", json =>
        {
            json.WriteString("operation", failure.Operation);
            json.WriteString("code", failure.Code);
            json.WriteString("kind", JsonOutput.Word(failure.Kind));
            json.WriteString("message", failure.Message);
        });
    }
}
