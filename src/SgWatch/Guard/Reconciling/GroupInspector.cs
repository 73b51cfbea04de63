using System.Collections.Immutable;
using SgWatch.Guard.Limiting;

namespace SgWatch.Guard.Reconciling;

/// <summary>Inspects one group: reconciles it, then ends its unfinished incidents if its message was redelivered.</summary>
/// <remarks>However many accounts and regions an invocation has, only so many groups are inspected at once.</remarks>
internal sealed class GroupInspector
{
    private readonly InvocationContext _invocation;
    private readonly ConcurrencyLimit _atOnce;
    private readonly GroupReconciler _reconciler;

    /// <param name="invocation">What every step needs.</param>
    public GroupInspector(InvocationContext invocation)
    {
        _invocation = invocation;
        _atOnce = new(invocation.Options.MaxGroupsAtOnceInAll);
        _reconciler = new(invocation);
        Unfinished = new(invocation, _reconciler);
    }

    /// <summary>The incidents that earlier invocations left unfinished.</summary>
    public UnfinishedIncidents Unfinished { get; }

    /// <summary>Inspects one group.</summary>
    /// <returns>What came of its unfinished incidents, and at last of the group.</returns>
    public Task<ImmutableArray<GroupResult>> InspectAsync(GroupWork work, CancellationToken cancellationToken) => _atOnce.RunAsync(
        async () =>
        {
            var results = await ReconcileAsync(work, cancellationToken); // first: the group may be open, and the record slow
            return work.Inspection.IsRedelivered ? (await Unfinished.ResumeAsync(work, cancellationToken)).AddRange(results) : results;
        },
        cancellationToken);

    // What is shown is reconciled first. Then the group is read again, until it shows what fresh events name.
    private async Task<ImmutableArray<GroupResult>> ReconcileAsync(GroupWork work, CancellationToken cancellationToken)
    {
        var (options, retry) = (_invocation.Options, _invocation.Retry);
        var unshown = new UnshownChanges(_invocation, work);
        var before = ImmutableArray.CreateBuilder<GroupResult>();
        for (var reads = 1; ; reads++)
        {
            var result = await _reconciler.ReconcileAsync(work with { Unshown = unshown }, cancellationToken);
            if (result.FailsItsMessages || await unshown.FindAsync(cancellationToken) is not { } missing)
            {
                before.Add(result);
                return before.ToImmutable();
            }
            if (!unshown.WasRead || reads >= options.MaxReads || !retry.HasTimeFor(options.ReadAgainAfter))
            {
                before.Add(result.HandedBack(missing));
                return before.ToImmutable();
            }
            if (result.Incident is not null)
            {
                before.Add(result);
            }
            await Task.Delay(options.ReadAgainAfter, _invocation.Time, cancellationToken);
        }
    }
}
