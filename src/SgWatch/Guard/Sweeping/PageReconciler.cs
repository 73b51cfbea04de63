using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Events;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Reconciling;
using SgWatch.Incidents;
using SgWatch.Rules;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Guard.Sweeping;

/// <summary>Reconciles the groups of a listing, one page after the other, several groups at once.</summary>
/// <param name="invocation">What every step needs.</param>
/// <param name="inspector">Inspects each group.</param>
/// <param name="inspection">Why the groups are listed.</param>
/// <param name="groups">The groups of the account and region.</param>
internal sealed class PageReconciler(InvocationContext invocation, GroupInspector inspector, Inspection inspection, ISecurityGroups groups)
{
    private const int MaxRulesKept = 5000; // of the groups of all results; the incidents of further ones are kept in brief

    private readonly List<GroupResult> _results = [];
    private readonly List<UnheardGroup> _unheard = [];
    private int _rulesKept;

    /// <summary>What is remembered of the groups, by their ids; null to read it when it is needed.</summary>
    public ImmutableDictionary<string, Versioned<GroupMemory>>? Recalled { get; set; }

    /// <summary>True if new rules that no event named are held until all groups are counted that have one.</summary>
    public bool HoldsUnheard { get; init; }

    /// <summary>The groups with such rules, so far.</summary>
    public ImmutableArray<UnheardGroup> Unheard => [.. _unheard];

    /// <summary>The results so far. Groups that comply have none: a listing may have thousands of them.</summary>
    public ImmutableArray<GroupResult> Results => [.. _results];

    /// <summary>Reconciles the groups of one page.</summary>
    /// <param name="page">The groups, as they were just read.</param>
    /// <param name="groupTime">With less time left than this, no further group is begun; null to begin every one.</param>
    /// <param name="cancellationToken">Ends the work between two changes.</param>
    /// <returns>False if the time ran short, and some groups were not begun.</returns>
    public async Task<bool> ReconcileAsync(IEnumerable<SecurityGroup> page, TimeSpan? groupTime, CancellationToken cancellationToken)
    {
        var (known, _) = await AssociatedVpcs.ReadAsync(invocation.Policy, groups, [.. page], invocation.Retry, cancellationToken);
        var isBegun = await new ConcurrencyLimit(invocation.Options.MaxGroupsAtOnce).SelectAsync(
            known, group => TryReconcileAsync(group, groupTime, cancellationToken), cancellationToken);
        return isBegun.All(static isBegun => isBegun);
    }

    /// <summary>Reconciles the groups whose new rules were held. One for which there is no time fails, so that it is tried again.</summary>
    public Task ReconcileUnheardAsync(CancellationToken cancellationToken) =>
        new ConcurrencyLimit(invocation.Options.MaxGroupsAtOnce).SelectAsync(Unheard, async group =>
        {
            Keep(invocation.Retry.HasTimeFor(invocation.Options.SweepGroupTime)
                ? await inspector.InspectAsync(new(group.GroupId, inspection, groups) { Makers = group.Makers }, cancellationToken)
                : [GroupResult.Failed(inspection, group.GroupId, OutOfTime)]);
            return true;
        }, cancellationToken);

    /// <summary>Finds out who made what was taken away, and notifies people: once nothing waits for that any longer.</summary>
    public async Task NotifyLaterAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < _results.Count; i++)
        {
            _results[i] = await _results[i].NotifiedAsync(cancellationToken);
        }
    }

    // what waits to be notified is held in full
    private static async Task<ImmutableArray<GroupResult>> NotifyNowAsync(
        ImmutableArray<GroupResult> results, CancellationToken cancellationToken)
    {
        for (var i = 0; i < results.Length; i++)
        {
            results = results.SetItem(i, await results[i].NotifiedAsync(cancellationToken));
        }
        return results;
    }

    private static CallFailure OutOfTime =>
        new(CallFailureKind.Transient, "Sweep", "OutOfTime", "the time was up before the group was closed");

    // false if there is no time for it
    private async Task<bool> TryReconcileAsync(SecurityGroup group, TimeSpan? groupTime, CancellationToken cancellationToken)
    {
        if (groupTime is { } needed && !invocation.Retry.HasTimeFor(needed))
        {
            return false;
        }
        if (invocation.Claims.TryClaim(group.GroupId) || !inspection.Changed.IsNone) // else another inspection takes care of it
        {
            var results = await inspector.InspectAsync(new(group.GroupId, inspection, groups)
            {
                Known = group,
                Recalled = Recalled is { } recalled ? recalled.GetValueOrDefault(group.GroupId) ?? new(null, 0) : null,
                HoldsUnheard = HoldsUnheard,
            }, cancellationToken);
            Keep(_rulesKept > MaxRulesKept ? await NotifyNowAsync(results, cancellationToken) : results);
        }
        return true;
    }

    private void Keep(ImmutableArray<GroupResult> results)
    {
        lock (_results)
        {
            _unheard.AddRange(results.Select(result => result.Unheard).OfType<UnheardGroup>());
            foreach (var result in results.Where(result => result.IsResumed || result.Outcome != GuardOutcome.Compliant))
            {
                _rulesKept += result.Incident?.Before.Rules.Length ?? 0;
                _results.Add(_rulesKept > MaxRulesKept ? result.InBrief() : result);
            }
        }
    }
}
