using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Incidents;
using SgWatch.Rules;

namespace SgWatch.Guard;

/// <summary>What came of looking at one place.</summary>
/// <param name="GroupId">The group, or the name it was looked for by.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record GroupResult(string GroupId, GuardOutcome Outcome)
{
    public ImmutableArray<SecurityGroupRule> Revoked { get; init; } = [];

    public ImmutableArray<SecurityGroupRule> Authorized { get; init; } = [];

    /// <summary>The events that led there.</summary>
    public ImmutableArray<Origin> Origins { get; init; } = [];

    /// <summary>What happened; null where nothing did that anybody needs to know.</summary>
    public Incident? Incident { get; init; }

    /// <summary>Why it failed; null unless it did.</summary>
    public CallFailure? Failure { get; init; }

    /// <summary>Whether something was only reported because the account and region had as many changes as an hour may have.</summary>
    public bool IsBeyondLimit { get; init; }

    /// <summary>Whether the same message, handed in again, may do better.</summary>
    public bool MustRetry { get; init; }
}
