using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Events;
using SgWatch.Incidents;

namespace SgWatch.Guard.Sweeping;

/// <summary>What a sweep does once it has seen the groups: it closes what it held, and notifies people of what belongs together.</summary>
/// <param name="invocation">What every step needs.</param>
/// <param name="inspection">What asked for the sweep.</param>
/// <param name="reconciler">Has reconciled the groups.</param>
internal sealed class SweepEnd(InvocationContext invocation, Inspection inspection, PageReconciler reconciler)
{
    private const int Many = 20;
    private const int MaxUnfinished = 1000;

    private CallFailure? _failure;

    /// <summary>
    /// Closes the groups with new rules that no event named. If they are many, it notifies people instead, and the next sweep closes them.
    /// </summary>
    /// <param name="before">How many the sweep found in earlier invocations.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>How many it has found in all.</returns>
    public async Task<int> CloseUnheardAsync(int before, CancellationToken cancellationToken)
    {
        var unheard = reconciler.Unheard;
        if (before + unheard.Length <= Many)
        {
            await reconciler.ReconcileUnheardAsync(cancellationToken);
        }
        else if (!unheard.IsEmpty)
        {
            await AnnounceAsync(unheard, cancellationToken);
        }
        await reconciler.NotifyLaterAsync(cancellationToken);
        return before + unheard.Length;
    }

    /// <summary>Notifies people, in one message, of all rules that turned.</summary>
    /// <param name="results">What came of the sweep, the sweep itself last.</param>
    /// <param name="hadMore">Whether the sweep began in an earlier invocation.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The same results, with the failure of a message. It doesn't fail the sweep: the next one sends the message.</returns>
    public async Task<ImmutableArray<GroupResult>> NotifyOfTurnedAsync(
        ImmutableArray<GroupResult> results, bool hadMore, CancellationToken cancellationToken)
    {
        var turned = results.Where(result => result.IsDeferred).Select(result => result.Incident!).ToList();
        if (hadMore)
        {
            turned.AddRange(await DeferredAsync(cancellationToken));
        }
        _failure = await invocation.Dispatcher.NotifyOfTurnedAsync([.. turned.DistinctBy(incident => incident.Id)], cancellationToken)
            ?? _failure;
        return _failure is null || results.IsEmpty ? results : results.SetItem(results.Length - 1, Failing(results[^1]));
    }

    private GroupResult Failing(GroupResult last) => last.IsCompleteSweep
        ? last.Continued() with { NotificationFailure = _failure }
        : last with { NotificationFailure = last.NotificationFailure ?? _failure };

    // noted first: if this guard dies before the message, the next sweep closes the groups and notifies people of each
    private async Task AnnounceAsync(ImmutableArray<UnheardGroup> unheard, CancellationToken cancellationToken)
    {
        foreach (var group in unheard)
        {
            await invocation.Memory!.EditAsync(inspection.AccountRegion, group.GroupId,
                memory => memory with { Announced = memory.Announced.Union(group.RuleIds) }, cancellationToken);
        }
        _failure = await invocation.Dispatcher.NotifyAsync(UnheardNotification.For(unheard), cancellationToken);
    }

    // what earlier invocations of this sweep have found
    private async Task<IEnumerable<Incident>> DeferredAsync(CancellationToken cancellationToken)
    {
        var unfinished = await invocation.Record.UnfinishedAsync(invocation.Now, MaxUnfinished, cancellationToken);
        return unfinished.Where(entry => entry is { IsInDigest: true, Incident.Outcome: IncidentOutcome.Alerted })
            .Select(entry => entry.Incident)
            .Where(incident => invocation.IsSame(incident.AccountRegion, inspection.AccountRegion));
    }
}
