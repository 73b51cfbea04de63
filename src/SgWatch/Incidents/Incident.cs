using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Incidents;

/// <summary>One group that broke the policy, and what the guard did about it.</summary>
/// <param name="Id">Such as <c>inc-0123456789abcdef</c>; the same group and the same events give the same id.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Before">The group as it was first read.</param>
public sealed record Incident(string Id, IncidentOutcome Outcome, SecurityGroup Before)
{
    /// <summary>The group as it was last read; null if it wasn't read again.</summary>
    public SecurityGroup? After { get; init; }

    /// <summary>The account; null where neither the event nor the group says.</summary>
    public string? Account { get; init; }

    public string? Region { get; init; }

    /// <summary>Where the group is.</summary>
    public AccountRegion AccountRegion => new(Account, Region);

    /// <summary>The events that led to it.</summary>
    public ImmutableArray<Origin> Origins { get; init; } = [];

    /// <summary>What was wrong when the group was first read.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>What the guard set out to change when it first saw the group.</summary>
    public Plan Planned { get; init; } = Plan.Nothing;

    /// <summary>The calls that were to change the group, in their order.</summary>
    public ImmutableArray<CallMade> Calls { get; init; } = [];

    /// <summary>Of an undo: the incident that it undid.</summary>
    public string? Undoes { get; init; }

    /// <summary>The rules that the guard took away.</summary>
    public ImmutableArray<SecurityGroupRule> Revoked { get; init; } = [];

    /// <summary>The rules that the guard added.</summary>
    public ImmutableArray<SecurityGroupRule> Authorized { get; init; } = [];

    /// <summary>Why it failed; null unless a call did.</summary>
    public CallFailure? Failure { get; init; }

    /// <summary>When the guard took the message up.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When the group was seen to comply, or the guard gave up.</summary>
    public DateTimeOffset EndedAt { get; init; }

    /// <summary>The policy's source, such as <c>built-in</c>.</summary>
    public string PolicySource { get; init; } = "";

    /// <summary>The policy's SHA-256.</summary>
    public string PolicySha256 { get; init; } = "";

    public PolicyMode Mode { get; init; }
}
