using System.Collections.Immutable;
using SgWatch.Events;
using SgWatch.Rules;

namespace SgWatch.Guard;

/// <summary>Looks at every group of an account and region, or at all that use a prefix list, page by page: no more than a page is held at a time.</summary>
/// <remarks>
/// When the time runs short, a sweep puts what is left on the guard's own queue, as a message that says where to go on, and first of all the
/// groups that couldn't be brought to comply. So it begins nothing twice, however many groups there are. Without a queue it fails, to be
/// tried again from the beginning; what complies by then costs next to nothing.
/// </remarks>
internal sealed class GroupSweep(
    ISecurityGroups groups, GuardOptions options, TimeProvider time, Retry retry, IOwnMessages? queue,
    Func<GroupWork, CancellationToken, Task<LookResult>> close, Func<string, bool> claim)
{
    private const int GroupsPerMessage = 1000; // as many as a message may name

    private readonly List<LookResult> _results = [];

    /// <summary>What came of it, but for the groups of which there is nothing to say, and whether every group was seen.</summary>
    public sealed record Swept(ImmutableArray<LookResult> Results, bool IsComplete);

    /// <summary>Looks at every group, from where the target says.</summary>
    public async Task<Swept> EveryGroupAsync(ScopedLook look, Target.EveryGroup from, CancellationToken cancellationToken)
    {
        var paced = new PacedSecurityGroups(groups, retry, options, time);
        var at = from;
        while (true)
        {
            var walked = await WalkAsync(paced, retry, look, new GroupFilter.Every(), at.ContinueAt, static _ => true, mayStop: true, cancellationToken);
            if (walked is { Failure.Kind: CallFailureKind.Rejected, At: not null } && at.Restarts < options.MaxSweepRestarts)
            {
                at = new() { Hops = at.Hops, Restarts = at.Restarts + 1 }; // EC2 doesn't keep its tokens for ever
                continue;
            }
            if (walked.Failure is { } failure)
            {
                _results.Add(Failed(look, failure));
            }
            var rest = walked is { IsEnd: false, Failure: null } ? at with { ContinueAt = walked.At, Hops = at.Hops + 1 } : null;
            return await EndAsync(look, rest, walked.IsEnd, cancellationToken);
        }
    }

    /// <summary>Looks at every group that uses a prefix list.</summary>
    public async Task<Swept> UsersAsync(ScopedLook look, string prefixListId, CancellationToken cancellationToken)
    {
        bool UsesIn(SecurityGroup group, bool isEgress) =>
            group.Rules.Any(rule => rule.IsEgress == isEgress && rule.Peer is Peer.PrefixList(var id) && id == prefixListId);

        // a server that doesn't know the filter gives the whole list instead: it is asked only twice
        var briefly = retry.AtMost(2);
        var walked = await WalkAsync(groups, briefly, look, new GroupFilter.Using(prefixListId, false), null, static _ => true, mayStop: false, cancellationToken);
        if (walked.Failure is null)
        {
            walked = await WalkAsync(
                groups, briefly, look, new GroupFilter.Using(prefixListId, true), null, group => !UsesIn(group, false), mayStop: false, cancellationToken);
        }
        if (walked.Failure is not null)
        {
            walked = await WalkAsync(groups, retry, look, new GroupFilter.Every(), null, group => UsesIn(group, false) || UsesIn(group, true), mayStop: false, cancellationToken);
        }
        if (walked.Failure is { } failure)
        {
            _results.Add(Failed(look, failure));
        }
        return new([.. _results], IsComplete: false); // of every group there are more
    }

    private async Task<Walked> WalkAsync(
        ISecurityGroups through, Retry retried, ScopedLook look, GroupFilter filter, string? from, Func<SecurityGroup, bool> isWanted, bool mayStop,
        CancellationToken cancellationToken)
    {
        var token = from;
        for (var pages = 0; pages < options.MaxPages; pages++)
        {
            var isStoppable = mayStop && pages > 0; // so that every invocation comes on by a page
            if (isStoppable && !retry.HasTimeFor(options.SweepPageTime))
            {
                return new(false, token, null);
            }
            var page = await retried.RunAsync(cancel => through.ListAsync(filter, token, cancel), cancellationToken);
            if (page is CallResult<SecurityGroupPage>.Failed(var failure))
            {
                return new(false, token, isStoppable && failure.Kind == CallFailureKind.Transient ? null : failure);
            }
            var (read, next) = ((CallResult<SecurityGroupPage>.Ok)page).Value;
            if (!await CloseAsync(through, look, [.. read.Where(isWanted)], mayStop, cancellationToken))
            {
                return new(false, token, null);
            }
            if (next is null)
            {
                return new(true, null, null);
            }
            if (next == token)
            {
                return new(false, null, new(CallFailureKind.Rejected, "DescribeSecurityGroups", "RepeatedPage", "EC2 named the same page twice as the next"));
            }
            token = next;
        }
        return new(false, null, new(CallFailureKind.Rejected, "DescribeSecurityGroups", "TooManyPages", $"the listing did not end within {options.MaxPages} pages"));
    }

    // false if there was no time for all of them
    private async Task<bool> CloseAsync(
        ISecurityGroups through, ScopedLook look, ImmutableArray<SecurityGroup> page, bool mayStop, CancellationToken cancellationToken)
    {
        var isWhole = true;
        await Parallel.ForEachAsync(
            page,
            new ParallelOptions { MaxDegreeOfParallelism = options.MaxGroupsAtOnce, CancellationToken = cancellationToken },
            async (group, cancel) =>
            {
                if (mayStop && !retry.HasTimeFor(options.SweepGroupTime))
                {
                    isWhole = false;
                    return;
                }
                if (!claim(group.GroupId) && look.Look.Changed.IsNone)
                {
                    return; // another message of this invocation has it looked at
                }
                var result = await close(new(group.GroupId, look, through) { Known = group }, cancel);
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

    private async Task<Swept> EndAsync(ScopedLook look, Target.EveryGroup? rest, bool isListed, CancellationToken cancellationToken)
    {
        var open = _results.Where(result => result.MustRetry && isListed).Select(result => result.Result.GroupId).ToList();
        if (rest is null && open.Count == 0)
        {
            return new([.. _results], isListed);
        }
        var failure = rest?.Hops > options.MaxSweepHops
            ? new(CallFailureKind.Rejected, "Sweep", "TooManyHops", $"the sweep did not end within {options.MaxSweepHops} invocations")
            : queue is null
            ? new(CallFailureKind.Transient, "Sweep", "OutOfTime", "the time was up before every group was seen, and there is no queue to hand the rest to")
            : await HandOnAsync(queue, look, rest, open, cancellationToken);
        if (failure is not null)
        {
            return new(rest is null ? [.. _results] : [.. _results, Failed(look, failure)], false);
        }
        return new([.. _results.Select(result => result.HandedOn())], rest is null);
    }

    // the rest comes last: once it is in the queue this message is done, and trying it again would begin a second sweep
    private async Task<CallFailure?> HandOnAsync(
        IOwnMessages queue, ScopedLook look, Target.EveryGroup? rest, List<string> open, CancellationToken cancellationToken)
    {
        List<string> messages = [.. open.Chunk(GroupsPerMessage).Select(ids => SweepMessages.Look(look.Account, look.Region, ids))];
        if (rest is not null)
        {
            messages.Add(SweepMessages.Sweep(look.Account, look.Region, rest));
        }
        foreach (var some in messages.Chunk(IOwnMessages.MaxMessages))
        {
            if (await retry.RunAsync(cancel => queue.SendAsync(some, TimeSpan.Zero, cancel), cancellationToken) is CallResult<Done>.Failed(var failure))
            {
                return failure;
            }
        }
        return null;
    }

    private static LookResult Failed(ScopedLook look, CallFailure failure) => new(look, new("every group", GuardOutcome.Failed)
    {
        Failure = failure,
        MustRetry = failure.Kind == CallFailureKind.Transient,
    });

    /// <summary>How far a walk along a listing came.</summary>
    /// <param name="IsEnd">Whether it came to the end.</param>
    /// <param name="At">The page where it stopped; null for the first.</param>
    /// <param name="Failure">Why it can't go on from there; null if only the time ran short.</param>
    private readonly record struct Walked(bool IsEnd, string? At, CallFailure? Failure);
}
