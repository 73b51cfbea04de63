using SgWatch.Changes;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts;

/// <summary>One rule that breaks one guardrail, or the traffic that one guardrail requires and the group doesn't admit.</summary>
/// <param name="Guardrail">The guardrail.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Rule">The rule. Null if the fault is that a rule is missing.</param>
/// <param name="Violates">The part of the rule's traffic that is forbidden, or the traffic that is missing. Never empty.</param>
/// <param name="Action">What is to be done.</param>
/// <param name="Why">The reason: one plain sentence with numbers.</param>
public sealed record Finding(
    Guardrail Guardrail, FindingKind Kind, SecurityGroupRule? Rule, TrafficSet Violates, FindingAction Action, string Why)
{
    /// <summary>Whether the rule was there before. Null for a guardrail with <c>judge: state</c>, and for what isn't a violation.</summary>
    public RuleStanding? Standing { get; init; }

    /// <summary>The event that made the rule as it is now. Null if no rule is at fault, or if nobody knows who made it.</summary>
    public Origin? MadeBy { get; init; }

    /// <summary>One packet of <see cref="Violates"/>. Null for a rule that wasn't understood.</summary>
    public Witness? Witness => Witness.In(Violates);

    /// <summary>For missing traffic: the required prefix lists by id, each with all its required traffic.</summary>
    internal IReadOnlyList<(string Id, TrafficSet Traffic)> RequiredLists { get; init; } = [];

    /// <summary>For a rule that the guard is about to restore: the part of its traffic that mustn't be restored.</summary>
    internal TrafficSet Unrestorable { get; init; }

    /// <summary>Whether the guard changes the group because of it.</summary>
    internal bool IsActedOn => Action is FindingAction.Revoke or FindingAction.Narrow or FindingAction.Restore;

    /// <summary>For missing traffic: what is to be authorized if some of it is refused.</summary>
    /// <remarks>
    /// A prefix list is authorized by its id, unless a part of it is refused. Its entries one by one would be many rules, and they
    /// wouldn't follow the list when it changes.
    /// </remarks>
    /// <param name="refused">The traffic that mustn't be restored.</param>
    internal TrafficSet Restores(TrafficSet refused)
    {
        var restores = Violates.Except(refused);
        foreach (var (id, traffic) in RequiredLists)
        {
            foreach (var band in restores.Intersect(traffic).Bands)
            {
                var list = TrafficSet.Of(band.First, band.Last, PeerSet.Everything).Intersect(traffic);
                if (!list.Overlaps(refused))
                {
                    var byId = TrafficSet.Of(band.First, band.Last, new(default, default, NameSet.Of(id)));
                    restores = restores.Except(list).Union(byId);
                }
            }
        }
        return restores;
    }
}
