using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Events;
using SgWatch.Incidents;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Guard;

/// <summary>What came of one group, of one listing of groups, or of one sweep of accounts. Each step adds what it knows.</summary>
/// <param name="GroupId">The group's id, the name it was looked for by, or what was listed.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record GroupResult(string GroupId, GuardOutcome Outcome)
{
    /// <summary>The rules that the guard took away.</summary>
    public ImmutableArray<SecurityGroupRule> Revoked { get; init; } = [];

    /// <summary>The rules that the guard added.</summary>
    public ImmutableArray<SecurityGroupRule> Authorized { get; init; } = [];

    /// <summary>The events that led here, each once.</summary>
    public ImmutableArray<Origin> Origins { get; init; } = [];

    /// <summary>What happened; null if nothing happened that people need to know.</summary>
    public Incident? Incident { get; init; }

    /// <summary>Why it failed, or why its messages are handed back; null otherwise.</summary>
    public CallFailure? Failure { get; init; }

    /// <summary>True if something waits, because the hour's limit of changes leaves no room for it in this account and region.</summary>
    public bool IsBeyondLimit => BeyondBudget is not null;

    /// <summary>The budget that leaves no room; null if there was room.</summary>
    internal ChangeBudget? BeyondBudget { get; init; }

    /// <summary>True if the group belongs to another account, which shares it with the one that was inspected. It is left alone.</summary>
    internal bool IsOfOtherAccount { get; init; }

    /// <summary>True if the same message, delivered again, may do better.</summary>
    public bool MustRetry { get; init; }

    /// <summary>The messages of a batch that asked for it.</summary>
    internal ImmutableArray<string> MessageIds { get; init; } = [];

    /// <summary>Why people weren't notified; null if they were, or if there is nothing to notify them of.</summary>
    internal CallFailure? NotificationFailure { get; init; }

    /// <summary>True if it ends an incident that an earlier invocation left unfinished.</summary>
    internal bool IsResumed { get; init; }

    /// <summary>True if it stands for a sweep that has seen every group of its account and region.</summary>
    internal bool IsCompleteSweep { get; init; }

    /// <summary>True if that sweep was the last of those that one message had asked for.</summary>
    internal bool IsLastSweep { get; init; }

    /// <summary>True if the incident is left to the message in which a sweep reports all rules that turned.</summary>
    internal bool IsDeferred { get; init; }

    /// <summary>New rules that no event named, and that a sweep holds until it has counted the groups; null if there are none.</summary>
    internal UnheardGroup? Unheard { get; init; }

    /// <summary>Finds out who made the rules that were taken away, and notifies people; null if that is done.</summary>
    internal Func<CancellationToken, Task<GroupResult>>? Later { get; init; }

    /// <summary>True if a message on the guard's own queue takes care of what is left.</summary>
    internal bool IsContinued { get; private init; }

    /// <summary>True if the messages that asked for it are to be delivered again.</summary>
    internal bool FailsItsMessages => !IsContinued && (MustRetry || NotificationFailure is not null);

    /// <summary>The beginning of a result: what was inspected, and which events and messages asked for it.</summary>
    internal static GroupResult Of(Inspection inspection, string what, GuardOutcome outcome) => new(what, outcome)
    {
        Origins = inspection.Origins,
        MessageIds = inspection.MessageIds,
    };

    /// <summary>An inspection that failed before there was a group to reconcile.</summary>
    internal static GroupResult Failed(Inspection inspection, string what, CallFailure failure) =>
        Of(inspection, what, GuardOutcome.Failed) with { Failure = failure, MustRetry = failure.Kind == CallFailureKind.Transient };

    /// <summary>The same once people were notified, if that was left for later.</summary>
    internal async Task<GroupResult> NotifiedAsync(CancellationToken cancellationToken) =>
        Later is { } later ? await later(cancellationToken) : this;

    /// <summary>The same without the tags of rules: the record has them.</summary>
    internal GroupResult WithoutTags() => Incident is null ? this : this with
    {
        Revoked = [.. Revoked.Select(rule => rule.WithoutTags())],
        Authorized = [.. Authorized.Select(rule => rule.WithoutTags())],
        Incident = Incident.WithoutTags(),
    };

    /// <summary>The same with as much of its incident as the log and the metrics need.</summary>
    internal GroupResult InBrief() => Incident is null ? this : this with
    {
        Incident = Incident with
        {
            Before = new(Incident.Before.GroupId, Incident.Before.GroupName),
            After = null,
            Findings = [],
            Planned = Plan.Nothing,
            Calls = [],
            Origins = [.. new[] { Incident.MadeBy }.OfType<Origin>().Union(Incident.Origins)],
        },
    };

    /// <summary>The same, with its messages to be delivered again, unless another message takes care of it.</summary>
    internal GroupResult ToBeRetried() => IsContinued ? this : this with { MustRetry = true };

    /// <summary>The same, with its messages to be delivered again, because an event names what EC2 doesn't show yet.</summary>
    internal GroupResult HandedBack(CallFailure notShown) => this with { MustRetry = true, Failure = Failure ?? notShown };

    /// <summary>The same, with its messages done: another message takes care of what is left.</summary>
    internal GroupResult Continued() => this with { MustRetry = false, IsContinued = true };
}
