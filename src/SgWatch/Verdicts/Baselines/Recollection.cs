using System.Collections.Immutable;
using SgWatch.Policies;
using SgWatch.Rules;

namespace SgWatch.Verdicts.Baselines;

/// <summary>A group as it was read, beside what is remembered of it.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Group">The group as it was read.</param>
/// <param name="PrefixLists">The entries of prefix lists.</param>
/// <param name="Memory">What is remembered. Null for a group that was never settled.</param>
/// <param name="Region">What is remembered of the account and region, under this policy.</param>
/// <param name="Makers">By rule id: what is known of the call that made the rule. A rule that isn't here was asked about nowhere.</param>
/// <param name="Now">The time.</param>
public sealed record Recollection(
    Policy Policy,
    SecurityGroup Group,
    PrefixLists PrefixLists,
    GroupMemory? Memory,
    RegionMemory Region,
    ImmutableDictionary<string, RuleMaker> Makers,
    DateTimeOffset Now)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AnewWithin = TimeSpan.FromHours(1);
    private static readonly TimeSpan SweepDelay = TimeSpan.FromMinutes(10); // between two sweeps that are an hour apart

    /// <summary>Whether new rules that no event named are held for now: a sweep first counts the groups that have one.</summary>
    public bool HoldsUnheard { get; init; }

    /// <summary>Whether the group is looked at for the first time while the first listing goes on. What it shows was there
    /// before.</summary>
    internal bool IsFirstListing => Memory is null && Region.ListedAt is null;

    /// <summary>Whether the memory is up to date: it has every rule as it is, no other, and under the present guardrails.</summary>
    public bool IsSettled => Memory is { } memory && memory.Expected.IsEmpty && memory.AuthorAwaited.IsEmpty
        && Group.Rules.Length == memory.Rules.Count
        && Group.Rules.All(rule => Remembered(rule) is { MissingSince: null } known && known.Content.IsSameAs(ContentOf(rule)))
        && Policy.Guardrails.Where(guardrail => guardrail.Judge == JudgeScope.Changes)
            .Select(guardrail => Region.Find(guardrail, Policy))
            .All(known => memory.SettledUnder.GetValueOrDefault(known.Id) == known.Meaning);

    /// <summary>The same, as if an event named every rule of the group as just made. What the baseline tolerates stays tolerated.</summary>
    /// <param name="call">Stands for the event.</param>
    public Recollection AsJustMade(string call)
    {
        var maker = new RuleMaker.Named(new(call) { EventTime = Now }, IsAuthorize: true);
        return this with
        {
            Memory = Memory is null ? null : Memory with { Rules = Memory.Rules.Clear() },
            Makers = Group.Rules.Where(rule => rule.SecurityGroupRuleId is not null)
                .ToImmutableDictionary(rule => rule.SecurityGroupRuleId!, RuleMaker (_) => maker),
        };
    }

    /// <summary>Whether a rule is remembered, perhaps as it was before.</summary>
    internal bool IsRemembered(SecurityGroupRule rule) => Remembered(rule) is not null;

    /// <summary>
    /// Whether the rule may be the one that EC2 gives every new group. Only a group that was never settled, or that waits since then for
    /// an answer about the rule, may have it.
    /// </summary>
    internal bool MayBeOfNewGroup(SecurityGroupRule rule) => rule.IsUsualEgress
        && (Memory is null || Memory.AuthorAwaited.ContainsKey(rule.SecurityGroupRuleId ?? ""));

    /// <summary>Whether a person dropped the rule: it is new, although it was there before.</summary>
    internal bool IsDropped(SecurityGroupRule rule) => Memory?.Dropped.Contains(rule.SecurityGroupRuleId ?? "") == true;

    /// <summary>What is known of the call that made a rule.</summary>
    internal RuleMaker MakerOf(SecurityGroupRule rule) =>
        Makers.GetValueOrDefault(rule.SecurityGroupRuleId ?? "") ?? new RuleMaker.Unasked();

    /// <summary>What a rule admits now.</summary>
    internal RememberedContent ContentOf(SecurityGroupRule rule) => RememberedContent.Of(rule, PrefixLists);

    /// <summary>The rule as it is remembered. Null if it isn't.</summary>
    internal RememberedRule? Remembered(SecurityGroupRule rule) =>
        Memory?.Rules.GetValueOrDefault(rule.SecurityGroupRuleId ?? "");

    /// <summary>The entry that expected a rule which isn't remembered. Null if none did.</summary>
    internal ExpectedRule? ExpectedBy(SecurityGroupRule rule) => Remembered(rule) is not null || rule.SecurityGroupRuleId is null
        ? null
        : Memory?.Expected.FirstOrDefault(expected => expected.Replaces is null && expected.IsMetBy(rule, MakerOf(rule).MadeAt, Now));

    /// <summary>Whether CloudTrail is to be asked first whether a rule is the one that was expected.</summary>
    internal bool IsLate(ExpectedRule expected, SecurityGroupRule rule) =>
        expected.IsLate(Now) && MakerOf(rule) is RuleMaker.Unasked;

    /// <summary>Whether an event shows that an entry was a mistake: its rule was made after the guard or the guardrail came.</summary>
    /// <remarks>A rule that was made after its entry is made anew: it took the entry over from the rule that it replaced.</remarks>
    internal bool IsStruck(BaselineEntry entry) =>
        MakerOf(entry.Content.Rule) is RuleMaker.Named { IsAuthorize: true, MadeAt: { } madeAt }
        && madeAt <= entry.Since + ClockSkew && entry.Reason switch
        {
            BaselineReason.FirstLook or BaselineReason.NewGroup => madeAt >= Region.DeployedAt,
            BaselineReason.NewGuardrail => Region.Guardrails.FirstOrDefault(known => known.Id == entry.Guardrail)?.Since <= madeAt,
            _ => false,
        };

    /// <summary>The entry of the baseline that an expected rule becomes.</summary>
    internal BaselineEntry EntryOf(ExpectedRule expected, RememberedContent content) => new(null, content, expected.Reason, Now)
    {
        By = expected.By,
        Note = expected.Note,
        Until = expected.Until,
    };

    /// <summary>The entry of the baseline that a rule takes over from its predecessor.</summary>
    internal static BaselineEntry EntryAfter(BaselineEntry entry, RememberedContent content) => entry with
    {
        Content = content,
        Reason = entry.Content.Rule.HasSameTraffic(content.Rule) ? entry.Reason : BaselineReason.Narrowed,
    };

    /// <summary>
    /// The remembered rule that a rule takes the place of. Either the guard narrowed it, or it is gone and had the same text, and the new
    /// one was made within an hour.
    /// </summary>
    /// <returns>Null if there is none.</returns>
    internal RememberedRule? PredecessorOf(SecurityGroupRule rule) =>
        Memory is not { } memory || rule.SecurityGroupRuleId is null || Remembered(rule) is not null || IsDropped(rule)
        ? null
        : NarrowedFrom(memory, rule) ?? memory.Rules.Values.FirstOrDefault(old => old.Content.Rule.HasSameTraffic(rule)
            && Group.Rules.All(other => other.SecurityGroupRuleId != old.Id)
            && WasMadeSoonAfter(old, MakerOf(rule))
            && IsSamePrincipal(old, MakerOf(rule)));

    private RememberedRule? NarrowedFrom(GroupMemory memory, SecurityGroupRule rule) => memory.Expected
        .Where(expected => expected.Replaces is not null && expected.IsMetBy(rule, MakerOf(rule).MadeAt, Now))
        .Select(expected => memory.Rules.GetValueOrDefault(expected.Replaces!))
        .FirstOrDefault(old => old is not null);

    private bool WasMadeSoonAfter(RememberedRule old, RuleMaker maker)
    {
        var wentBefore = old.MissingSince ?? Now;
        return maker.MadeAt is { } madeAt ? madeAt <= wentBefore + AnewWithin : Now <= wentBefore + AnewWithin + SweepDelay;
    }

    private static bool IsSamePrincipal(RememberedRule old, RuleMaker maker) =>
        old.MadeBy is null || maker.Principal is not { } principal || principal == old.MadeBy;
}
