using System.Collections.Immutable;
using SgWatch.Guard.Limiting;

namespace SgWatch.Guard.Reconciling;

/// <summary>Inspects one group: reconciles it, then ends its unfinished incidents if its message was redelivered.</summary>
/// <remarks>However many accounts and regions an invocation has, only so many groups are inspected at once.</remarks>
internal sealed class GroupInspector
{
    private readonly ConcurrencyLimit _atOnce;
    private readonly GroupReconciler _reconciler;

    /// <param name="invocation">What every step needs.</param>
    public GroupInspector(InvocationContext invocation)
    {
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
            var result = await _reconciler.ReconcileAsync(work, cancellationToken); // first: the group may be open, and the record slow
            return work.Inspection.IsRedelivered ? (await Unfinished.ResumeAsync(work, cancellationToken)).Add(result) : [result];
        },
        cancellationToken);
}
