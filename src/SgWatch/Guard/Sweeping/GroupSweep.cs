using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Events;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;

namespace SgWatch.Guard.Sweeping;

/// <summary>Looks at every group of an account and region, in its own time.</summary>
/// <remarks>
/// When the time runs short, a sweep puts what is left on the guard's own queue: first the groups that couldn't be brought to comply, then
/// itself, as a message that says where to go on. Without a queue it fails, to be tried again from the beginning; what complies by then costs
/// next to nothing.
/// </remarks>
internal sealed class GroupSweep(ISecurityGroups groups, Inspection look, GroupListing listing, GuardOptions options, Retry retry, IContinuationSender? continuations)
{
    private const int GroupsPerMessage = 1000; // as many as a message may name

    /// <summary>What came of it, but for the groups of which there is nothing to say.</summary>
    /// <param name="Results">Each with the messages that ask for it.</param>
    /// <param name="IsComplete">Whether every group of the account and region was seen, by this sweep and those before it that handed it on.</param>
    public sealed record Swept(ImmutableArray<LookResult> Results, bool IsComplete);

    /// <summary>Looks at every group, from where the target says.</summary>
    public async Task<Swept> RunAsync(Target.EveryGroup from, CancellationToken cancellationToken)
    {
        var at = from;
        while (true)
        {
            var walked = await listing.WalkAsync(groups, new GroupFilter.Every(), at.ContinueAt, static _ => true, mayStop: true, cancellationToken);
            if (walked is { Failure.Kind: CallFailureKind.Rejected, At: not null } && at.Restarts < options.MaxSweepRestarts)
            {
                at = new() { Hops = at.Hops, Restarts = at.Restarts + 1 }; // EC2 doesn't keep its tokens for ever
                continue;
            }
            return walked.Failure is { } failure
                ? new([.. listing.Results, LookResult.Failed(look, "every group", failure)], false)
                : await EndAsync(walked.IsEnd ? null : at with { ContinueAt = walked.At, Hops = at.Hops + 1 }, cancellationToken);
        }
    }

    private async Task<Swept> EndAsync(Target.EveryGroup? rest, CancellationToken cancellationToken)
    {
        var open = listing.Results.Where(result => result.MustRetry).Select(result => result.Result.GroupId).ToList();
        if (rest is null && open.Count == 0)
        {
            return new(listing.Results, true);
        }
        if (continuations is null && rest is null)
        {
            return new(listing.Results, false); // the message is tried again for the groups that are open
        }
        return await HandOnAsync(rest, open, cancellationToken) is { } failure
            ? new([.. listing.Results, LookResult.Failed(look, "every group", failure)], false)
            : new([.. listing.Results.Select(result => result.HandedOn())], rest is null);
    }

    // the rest comes last: once it is in the queue this message is done, and trying it again would begin a second sweep
    private async Task<CallFailure?> HandOnAsync(Target.EveryGroup? rest, List<string> open, CancellationToken cancellationToken)
    {
        if (rest?.Hops > options.MaxSweepHops)
        {
            return new(CallFailureKind.Rejected, "Sweep", "TooManyHops", $"the sweep did not end within {options.MaxSweepHops} invocations");
        }
        if (continuations is null)
        {
            return new(CallFailureKind.Transient, "Sweep", "OutOfTime", "the time was up before every group was seen, and there is no queue to hand the rest to");
        }
        List<string> messages = [.. open.Chunk(GroupsPerMessage).Select(ids => SweepMessages.Hint(look.AccountRegion.Account, look.AccountRegion.Region, ids))];
        if (rest is not null)
        {
            messages.Add(SweepMessages.Sweep(look.AccountRegion.Account, look.AccountRegion.Region, rest));
        }
        return await continuations.SendAllAsync(messages, TimeSpan.Zero, retry, cancellationToken);
    }
}
