using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Incidents;

/// <summary>One group that broke the policy, and what the guard did about it.</summary>
/// <param name="Id">Such as <c>inc-0123456789abcdef</c>. The same group and the same events give the same id.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Before">The group as it was first read.</param>
public sealed record Incident(string Id, IncidentOutcome Outcome, SecurityGroup Before)
{
    /// <summary>The group as it was last read. Null if it wasn't read again.</summary>
    public SecurityGroup? After { get; init; }

    /// <summary>The account (12 digits). Null if neither the event nor the group names it.</summary>
    public string? Account { get; init; }

    /// <summary>The region, such as <c>eu-west-1</c>. Null if neither the event nor the group names it.</summary>
    public string? Region { get; init; }

    /// <summary>Where the group is.</summary>
    public AccountRegion AccountRegion => new(Account, Region);

    /// <summary>The events that led to it. First come those that made the rules at fault.</summary>
    public ImmutableArray<Origin> Origins { get; init; } = [];

    /// <summary>What was wrong when the group was first read.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>What the guard planned when it first read the group.</summary>
    public Plan Planned { get; init; } = Plan.Nothing;

    /// <summary>The event that notifications name: the one that made a rule that was taken away, or else a rule at fault.</summary>
    /// <remarks>If nobody knows who made these rules, it is the first event that led to the incident. Null if there was none.</remarks>
    public Origin? MadeBy => Revoked.Select(MakerOf).FirstOrDefault(static origin => origin is not null)
        ?? MakersOf(Findings).FirstOrDefault()
        ?? Origins.FirstOrDefault();

    /// <summary>The calls to change the group, in order.</summary>
    public ImmutableArray<IncidentCall> Calls { get; init; } = [];

    /// <summary>The id of the incident that this one undid. Null unless it is an undo.</summary>
    public string? Undoes { get; init; }

    /// <summary>The rules that were taken away.</summary>
    public ImmutableArray<SecurityGroupRule> Revoked { get; init; } = [];

    /// <summary>The rules that were added.</summary>
    public ImmutableArray<SecurityGroupRule> Authorized { get; init; } = [];

    /// <summary>
    /// The rules that could not be added: the permitted rest of a rule that was narrowed, or required ones. <see cref="Failure"/> says why.
    /// </summary>
    public ImmutableArray<SecurityGroupRule> Unauthorized { get; init; } = [];

    /// <summary>True if it failed only because rules could not be added: all that was to be taken away is gone.</summary>
    public bool LacksOnlyAdditions => Outcome == IncidentOutcome.Failed
        && !Unauthorized.IsEmpty
        && Failure?.Operation.StartsWith("Authorize", StringComparison.Ordinal) == true
        && After is { } after
        && !Planned.Revoke.Any(rule => after.Rules.Any(left => left.SecurityGroupRuleId == rule.SecurityGroupRuleId));

    /// <summary>The budget that has no room for the change, so that it waits for a sweep. Null if it doesn't wait.</summary>
    /// <remarks>Such an incident is <see cref="IncidentOutcome.Intended"/>, and nothing was changed for it yet.</remarks>
    public ChangeBudget? Waits { get; init; }

    /// <summary>Why it failed. Null if no call failed.</summary>
    public CallFailure? Failure { get; init; }

    /// <summary>When the guard began with the message.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When the guard read that the group complies, or gave up.</summary>
    public DateTimeOffset EndedAt { get; init; }

    /// <summary>Where the policy came from, such as <c>built-in</c> or <c>s3://bucket/sgwatch.yaml</c>.</summary>
    public string PolicySource { get; init; } = "";

    /// <summary>The SHA-256 of the policy's text, in hexadecimal digits.</summary>
    public string PolicySha256 { get; init; } = "";

    /// <summary>The mode in which the policy was applied.</summary>
    public PolicyMode Mode { get; init; }

    /// <summary>The same incident, in which the tags of rules are only counted: for all but the record, which an undo needs.</summary>
    public Incident WithoutTags()
    {
        static ImmutableArray<SecurityGroupRule> Bare(ImmutableArray<SecurityGroupRule> rules) =>
            rules.All(rule => rule.Tags.IsEmpty) ? rules : [.. rules.Select(rule => rule.WithoutTags())];

        return this with
        {
            Before = Before.WithoutRuleTags(),
            After = After?.WithoutRuleTags(),
            Planned = Planned with { Revoke = Bare(Planned.Revoke), Authorize = Bare(Planned.Authorize), Replacements = [] },
            Revoked = Bare(Revoked),
            Authorized = Bare(Authorized),
            Unauthorized = Bare(Unauthorized),
        };
    }

    /// <summary>The event that made a rule at fault. Null if nobody knows.</summary>
    public Origin? MakerOf(SecurityGroupRule rule) => Findings
        .FirstOrDefault(finding => finding.MadeBy is not null && finding.Rule?.SecurityGroupRuleId == rule.SecurityGroupRuleId)?.MadeBy;

    /// <summary>The events that made the rules of findings: first of those that are acted on, then of those that are reported.</summary>
    public static IEnumerable<Origin> MakersOf(IEnumerable<Finding> findings) => findings
        .Where(static finding => finding.Action != FindingAction.None)
        .OrderBy(static finding => finding.Action == FindingAction.Alert)
        .Select(static finding => finding.MadeBy)
        .OfType<Origin>()
        .Distinct();
}
