using System.Collections.Immutable;
using SgWatch.Events;
using SgWatch.Incidents;

namespace SgWatch.Guard.Reconciling;

/// <summary>Finds and ends the incidents that earlier invocations left unfinished: begun, or ended without a notification.</summary>
internal sealed class UnfinishedIncidents(InvocationContext invocation, GroupReconciler reconciler)
{
    private const string StoredKey = "left-behind"; // in the counters' table
    private const int MaxFound = 1000;
    private const int MaxResumed = 100;
    private static readonly TimeSpan SearchEach = TimeSpan.FromMinutes(10); // a sweep is many messages, and one search is enough

    /// <summary>The unfinished incidents of every account and region, if a sweep is the time to search for them.</summary>
    public async Task<ImmutableArray<IncidentEntry>> FindAsync(ImmutableArray<EventMessage> messages, CancellationToken cancellationToken)
    {
        if (!messages.Any(IsSweep) || !await invocation.Limits.IsFirstAsync(StoredKey, SearchEach, cancellationToken))
        {
            return [];
        }
        var found = await invocation.Record.UnfinishedAsync(invocation.Now, MaxFound, cancellationToken);
        invocation.Steps.Unfinished("every account and region", found);
        return found;
    }

    /// <summary>
    /// Ends incidents one after the other, but for those that a digest takes care of. Then come the changes that wait for room.
    /// </summary>
    public async Task<ImmutableArray<GroupResult>> ResumeAsync(ImmutableArray<IncidentEntry> entries, CancellationToken cancellationToken)
    {
        var results = ImmutableArray.CreateBuilder<GroupResult>();
        foreach (var entry in entries.Where(entry => entry is { IsInDigest: false, Incident.Waits: null }).Take(MaxResumed))
        {
            results.Add(await reconciler.ResumeAsync(entry, cancellationToken));
        }
        var waiting = entries.Select(entry => entry.Incident).Where(incident => incident.Waits is not null);
        results.AddRange(await new WaitingChanges(invocation, reconciler).MakeAsync(waiting, cancellationToken));
        return results.ToImmutable();
    }

    /// <summary>Ends a group's incidents: its message was delivered again, so an earlier invocation may have stopped halfway.</summary>
    public async Task<ImmutableArray<GroupResult>> ResumeAsync(GroupWork work, CancellationToken cancellationToken)
    {
        var found = await invocation.Record.UnfinishedAsync(
            work.Inspection.AccountRegion, work.GroupId, invocation.Now, cancellationToken);
        invocation.Steps.Unfinished(work.GroupId, found);
        return await ResumeAsync([.. found.Where(entry => entry.Incident.Waits is null)], cancellationToken); // the rest waits for a sweep
    }

    private static bool IsSweep(EventMessage message) =>
        message.Trigger is Trigger.SweepAccounts or Trigger.Change(_, [{ Target: Target.EveryGroup }, ..]);
}
