using System.Collections.Immutable;
using System.Text.Json;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Events;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Rules;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Logging;

/// <summary>The steps of one invocation as debug lines; nothing is prepared while nobody reads them.</summary>
/// <param name="log">Where they go; null for nowhere.</param>
/// <param name="requestId">The invocation.</param>
internal sealed class InvocationSteps(IStepLog? log, string? requestId)
{
    private const int MaxItems = 50; // of each list in a line

    /// <summary>The invocation; null if it has no id.</summary>
    public string? RequestId => requestId;

    /// <summary>False if nobody reads the steps.</summary>
    public bool IsEnabled => log is { IsEnabled: true };

    /// <summary>What was read, what is to be inspected, and by which policy.</summary>
    public void Began(ImmutableArray<EventMessage> messages, Scope scope, PolicyInForce inForce)
    {
        Write("read", json =>
        {
            json.WriteNumber("messages", messages.Length);
            json.WriteNumber("redelivered", messages.Count(message => message.IsRedelivered));
            json.WriteNumber("ignored", messages.Count(message => message.Trigger is Trigger.Ignored));
            json.WriteString("policy", inForce.Policy.Source);
            json.WriteString("policySha256", inForce.Policy.Sha256);
            json.WriteString("mode", JsonOutput.Word(inForce.Policy.Mode));
        });
        foreach (var inspection in scope.Inspections.Take(MaxItems))
        {
            Write("scope", json =>
            {
                WriteAccountRegion(json, inspection.AccountRegion);
                json.WriteString("target", $"{inspection.Target}");
                json.WriteString("newRules", Text(inspection.Changed));
                json.WriteBoolean("isAttachment", inspection.IsAttachment);
                json.WriteStrings("events", inspection.Origins.Take(MaxItems).Select(origin => origin.EventId ?? origin.EventName));
                json.WriteNumber("messages", inspection.MessageIds.Length);
            });
        }
    }

    /// <summary>How many incidents of earlier invocations are to be ended.</summary>
    public void Unfinished(string where, IReadOnlyCollection<IncidentEntry> entries) => Write("unfinished", json =>
    {
        json.WriteString("where", where);
        json.WriteStrings("incidents", entries.Take(MaxItems).Select(entry => entry.Incident.Id));
    });

    /// <summary>What a group was judged.</summary>
    /// <param name="round">From 0: how often it was changed before.</param>
    /// <param name="verdict">The verdict.</param>
    public void Judged(int round, Verdict verdict) => Write("judged", json =>
    {
        json.WriteNumber("round", round);
        json.WriteNumber("rules", verdict.Group.Rules.Length);
        json.WritePropertyName("verdict");
        FindingJson.Write(json, verdict with { Findings = [.. verdict.Findings.Take(MaxItems)] });
    });

    /// <summary>A group that belongs to another account, and isn't changed here.</summary>
    public void LeftAlone(SecurityGroup group) => Write("left-alone", json =>
    {
        json.WriteString("group", group.GroupId);
        json.WriteOptional("owner", group.OwnerId);
    });

    /// <summary>A call to EC2, and how it was answered.</summary>
    /// <param name="operation">The port's method, such as <c>Read</c>.</param>
    /// <param name="what">What it was about, such as a group's id.</param>
    /// <param name="failure">Why it failed; null if it succeeded.</param>
    public void Called(string operation, string? what, CallFailure? failure) => Write("call", json =>
    {
        json.WriteString("operation", operation);
        json.WriteOptional("what", what);
        json.WriteString("answer", failure?.Code ?? "ok");
        json.WriteOptional("message", failure?.Message);
    });

    /// <summary>How a group ended.</summary>
    public void Ended(GroupResult result) => Write("ended", json =>
    {
        json.WriteString("group", result.GroupId);
        json.WriteString("outcome", JsonOutput.Word(result.Outcome));
        json.WriteOptional("incident", result.Incident?.Id);
        json.WriteOptional("failure", result.Failure?.Code);
        json.WriteBoolean("resumed", result.IsResumed);
    });

    /// <summary>A notification, and whether everything that waited could be sent with it.</summary>
    public void Notified(Notification notification, CallFailure? failure) => Write("notified", json =>
    {
        json.WriteString("kind", notification.Kind);
        json.WriteString("subject", notification.Subject);
        json.WriteString("answer", failure?.Code ?? "ok");
    });

    private void Write(string step, Action<Utf8JsonWriter> members)
    {
        if (log is { IsEnabled: true })
        {
            log.Write(requestId, step, members);
        }
    }

    private static void WriteAccountRegion(Utf8JsonWriter json, AccountRegion accountRegion)
    {
        json.WriteOptional("account", accountRegion.Account);
        json.WriteOptional("region", accountRegion.Region);
    }

    private static string Text(ChangedRules changed) => changed.IsAll ? "any"
        : changed.IsNone ? "none"
        : string.Join(", ", changed.RuleIds.Order(StringComparer.Ordinal)
            .Concat(changed.Contents.Select(content => content.ToString()))
            .Concat(changed.PrefixListIds.Order(StringComparer.Ordinal)).Take(MaxItems));
}
