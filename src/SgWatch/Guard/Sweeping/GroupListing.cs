using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Events;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Reconciling;
using SgWatch.Guard.Retrying;
using SgWatch.Rules;

namespace SgWatch.Guard.Sweeping;

/// <summary>Brings the groups of a listing to comply, page by page: no more than a page is held at a time.</summary>
/// <param name="look">Why the groups are listed.</param>
/// <param name="options">The bounds.</param>
/// <param name="retry">How often to try a page, and how much time is left.</param>
/// <param name="close">Brings one group to comply.</param>
/// <param name="claim">Takes a group, so that no other listing of the invocation looks at it; false if it is taken already.</param>
internal sealed class GroupListing(
    Inspection look, GuardOptions options, Retry retry, Func<GroupWork, CancellationToken, Task<LookResult>> close, Func<string, bool> claim)
{
    private readonly List<LookResult> _results = [];

    /// <summary>How far a walk along a listing came.</summary>
    /// <param name="IsEnd">Whether it came to the end.</param>
    /// <param name="At">The page where it stopped; null for the first.</param>
    /// <param name="Failure">Why it can't go on from there; null if only the time ran short.</param>
    public readonly record struct Walked(bool IsEnd, string? At, CallFailure? Failure);

    /// <summary>What came of the groups so far, but for those of which there is nothing to say.</summary>
    public ImmutableArray<LookResult> Results => [.. _results];

    /// <summary>Walks along a listing to its end or, if it may stop, until the time runs short; by one page at least.</summary>
    public async Task<Walked> WalkAsync(
        ISecurityGroups groups, GroupFilter filter, string? from, Func<SecurityGroup, bool> isWanted, bool mayStop, CancellationToken cancellationToken)
    {
        var token = from;
        for (var pages = 0; pages < options.MaxPages; pages++)
        {
            var isStoppable = mayStop && pages > 0;
            if (isStoppable && !retry.HasTimeFor(options.SweepPageTime))
            {
                return new(false, token, null);
            }
            var page = await retry.RunAsync(cancel => groups.ListAsync(filter, token, cancel), cancellationToken);
            if (page is CallResult<SecurityGroupPage>.Failed(var failure))
            {
                return new(false, token, isStoppable && failure.Kind == CallFailureKind.Transient ? null : failure);
            }
            var (read, next) = ((CallResult<SecurityGroupPage>.Ok)page).Value;
            if (!await CloseAsync(groups, [.. read.Where(isWanted)], mayStop, cancellationToken))
            {
                return new(false, token, null);
            }
            if (next is null)
            {
                return new(true, null, null);
            }
            if (next == token)
            {
                return Endless("RepeatedPage", "EC2 named the same page twice as the next");
            }
            token = next;
        }
        return Endless("TooManyPages", $"the listing did not end within {options.MaxPages} pages");
    }

    private static Walked Endless(string code, string message) =>
        new(false, null, new(CallFailureKind.Rejected, "DescribeSecurityGroups", code, message));

    // false if there was no time for all of them
    private async Task<bool> CloseAsync(
        ISecurityGroups groups, ImmutableArray<SecurityGroup> page, bool mayStop, CancellationToken cancellationToken)
    {
        var isWhole = true;
        var bound = new ParallelOptions { MaxDegreeOfParallelism = options.MaxGroupsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(page, bound, async (group, cancel) =>
        {
            if (mayStop && !retry.HasTimeFor(options.SweepGroupTime))
            {
                isWhole = false;
                return;
            }
            if (!claim(group.GroupId) && look.Changed.IsNone)
            {
                return; // something else of this invocation looks at it
            }
            var result = await close(new(group.GroupId, look, groups) { Known = group }, cancel);
            if (!result.IsListedCompliant)
            {
                lock (_results)
                {
                    _results.Add(result);
                }
            }
        });
        return isWhole;
    }
}
