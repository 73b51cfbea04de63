using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts;

/// <summary>One rule that breaks one guardrail, or what is missing by one guardrail.</summary>
/// <param name="Guardrail">The guardrail.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Rule">The rule; null where the fault is that there is none.</param>
/// <param name="Violates">The part of the rule's traffic that is forbidden, or the traffic that is missing. Never empty.</param>
/// <param name="Action">What is to be done.</param>
/// <param name="Why">One plain sentence with numbers.</param>
public sealed record Finding(
    Guardrail Guardrail, FindingKind Kind, SecurityGroupRule? Rule, TrafficSet Violates, FindingAction Action, string Why)
{
    /// <summary>One packet of <see cref="Violates"/>; null for a rule that wasn't understood.</summary>
    public Witness? Witness => Witness.In(Violates);

    /// <summary>Of missing traffic: the prefix lists that are required, by id, and all that is required of each.</summary>
    internal IReadOnlyList<(string Id, TrafficSet Traffic)> RequiredLists { get; init; } = [];

    /// <summary>Of a rule that the guard is about to restore: what of it may not be restored.</summary>
    internal TrafficSet Bars { get; init; }

    /// <summary>Whether the guard is to change something because of it.</summary>
    internal bool IsActedOn => Action is FindingAction.Revoke or FindingAction.Narrow or FindingAction.Restore;

    /// <summary>Of missing traffic: what is to be authorized where some of it is refused.</summary>
    /// <remarks>A list is asked for by its id, unless a part of it is refused: its entries one by one would be many rules, and not follow
    /// it when it changes.</remarks>
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
                    restores = restores.Except(list).Union(TrafficSet.Of(band.First, band.Last, new(default, default, NameSet.Of(id))));
                }
            }
        }
        return restores;
    }
}
