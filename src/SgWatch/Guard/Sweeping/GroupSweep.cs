using System.Collections.Immutable;
using System.Diagnostics;
using SgWatch.Calls;
using SgWatch.Events;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.Listing;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Reconciling;

namespace SgWatch.Guard.Sweeping;

/// <summary>Inspects every group of an account and region, at a rate that leaves room for others.</summary>
/// <remarks>
/// When the time runs short, a sweep puts what is left on the guard's own queue. First come the groups that still break the policy, then
/// the sweep itself, as a message that says where to go on. Without a queue it fails and is retried from the beginning; by then most
/// groups comply, and each of those costs next to nothing.
/// </remarks>
internal sealed class GroupSweep
{
    private const int GroupsPerMessage = 1000; // as many as a message may name
    private const string EveryGroup = "every group";
    private const string FirstListings = "first-listings"; // in the counters' table

    private readonly InvocationContext _invocation;
    private readonly Inspection _inspection;
    private readonly GroupPages _pages;
    private readonly PageReconciler _reconciler;
    private bool _isHandedOver; // to another invocation, which goes on

    /// <param name="invocation">What every step needs.</param>
    /// <param name="inspector">Inspects each group.</param>
    /// <param name="inspection">What asks for the sweep.</param>
    /// <param name="groups">The groups of the account and region.</param>
    public GroupSweep(InvocationContext invocation, GroupInspector inspector, Inspection inspection, ISecurityGroups groups)
    {
        var slowly = new RateLimitedSecurityGroups(groups, invocation.Retry, invocation.Options, invocation.Time);
        (_invocation, _inspection) = (invocation, inspection);
        _pages = new(slowly, invocation.Retry) { MaxPages = invocation.Options.MaxPages, PageTime = invocation.Options.SweepPageTime };
        _reconciler = new(invocation, inspector, inspection, slowly) { HoldsUnheard = invocation.Memory is not null };
    }

    /// <summary>Inspects every group, beginning where the target says.</summary>
    /// <returns>What came of the groups, and of the sweep itself if every group was seen or something failed.</returns>
    public async Task<ImmutableArray<GroupResult>> RunAsync(Target.EveryGroup from, CancellationToken cancellationToken)
    {
        var at = from;
        var forgotten = await RecallAsync(cancellationToken);
        var walk = await WalkAsync(at.ContinueAt, cancellationToken);
        while (walk is SweepWalk.TokenExpired && at.Restarts < _invocation.Options.MaxSweepRestarts)
        {
            at = at with { ContinueAt = null, Restarts = at.Restarts + 1, IsIncomplete = false, HasUnknown = false };
            walk = await WalkAsync(at.ContinueAt, cancellationToken);
        }
        var end = new SweepEnd(_invocation, _inspection, _reconciler);
        at = at with { Unheard = await end.CloseUnheardAsync(at.Unheard, cancellationToken) };
        var results = walk switch
        {
            SweepWalk.Complete when forgotten is not null => WithFailure(forgotten),
            SweepWalk.Complete => await EndAsync(at, rest: null, cancellationToken),
            SweepWalk.OutOfTime(var token) =>
                await EndAsync(at, at with { ContinueAt = token, Hops = at.Hops + 1 }, cancellationToken),
            SweepWalk.TokenExpired(var failure) => WithFailure(failure),
            SweepWalk.Failed(var failure) => WithFailure(failure),
            var other => throw new UnreachableException($"GroupSweep has no case for {other.GetType().Name}."),
        };
        return _isHandedOver ? results : await end.NotifyOfTurnedAsync(results, hadMore: from.Hops > 0, cancellationToken);
    }

    // without memory only what breaks a guardrail with judge: state is acted on, and the sweep isn't complete
    private async Task<CallFailure?> RecallAsync(CancellationToken cancellationToken)
    {
        if (_invocation.Memory is not { } memory)
        {
            return null;
        }
        var begun = await memory.UpdateRegionAsync(_inspection.AccountRegion, static region => region, cancellationToken);
        var listed = await memory.ListAsync(_inspection.AccountRegion, cancellationToken);
        _reconciler.Recalled = listed.TryGet(out var groups, out var failure) ? groups : null;
        return begun.FailureOrNull ?? failure;
    }

    private async Task<SweepWalk> WalkAsync(string? from, CancellationToken cancellationToken)
    {
        var at = from;
        var isFirst = true;
        await foreach (var read in _pages.ReadAsync(new GroupFilter.Every(), from, cancellationToken))
        {
            if (!read.TryGet(out var page, out var failure))
            {
                return Stopped(at, isFirst, failure);
            }
            if (!await _reconciler.ReconcileAsync(page.Groups, _invocation.Options.SweepGroupTime, cancellationToken))
            {
                return new SweepWalk.OutOfTime(at); // at this page again: some of its groups were not begun
            }
            (at, isFirst) = (page.NextToken, false);
        }
        return at is null ? new SweepWalk.Complete() : new SweepWalk.OutOfTime(at);
    }

    private static SweepWalk Stopped(string? at, bool isFirst, CallFailure failure) => failure.Kind switch
    {
        CallFailureKind.Transient when !isFirst => new SweepWalk.OutOfTime(at), // it was retried for as long as there was time
        CallFailureKind.Rejected when at is not null && !GroupPages.IsEndless(failure) => new SweepWalk.TokenExpired(failure),
        _ => new SweepWalk.Failed(failure),
    };

    private async Task<ImmutableArray<GroupResult>> EndAsync(
        Target.EveryGroup from, Target.EveryGroup? rest, CancellationToken cancellationToken)
    {
        var results = _reconciler.Results;
        ImmutableArray<GroupResult> toRetry = [.. results.Where(result => result is { IsResumed: false, FailsItsMessages: true })];
        if (rest is null && toRetry.IsEmpty)
        {
            var isLast = await RememberEndAsync(from, cancellationToken);
            return results.Add(Complete() with { IsLastSweep = isLast });
        }
        rest = rest is null ? null : rest with
        {
            IsIncomplete = from.IsIncomplete || !toRetry.IsEmpty,
            HasUnknown = from.HasUnknown || HasUnknown,
        };
        if (rest is null && _invocation.Continuations is null)
        {
            return results; // the message is retried for the groups that still break the policy
        }
        if (await ContinueLaterAsync(rest, toRetry.Select(result => result.GroupId), cancellationToken) is { } failure)
        {
            return WithFailure(failure);
        }
        _isHandedOver = rest is not null;
        ImmutableArray<GroupResult> continued = [.. results.Select(result => result.IsResumed ? result : result.Continued())];
        return rest is null ? continued.Add(Complete()) : continued;
    }

    // the rest of the sweep comes last: once it is in the queue this message is done, and a retry would begin a second sweep
    private async Task<CallFailure?> ContinueLaterAsync(
        Target.EveryGroup? rest, IEnumerable<string> groupIds, CancellationToken cancellationToken)
    {
        if (rest?.Hops > _invocation.Options.MaxSweepHops)
        {
            return new(CallFailureKind.Rejected, "Sweep", "TooManyHops",
                $"the sweep did not end within {_invocation.Options.MaxSweepHops} invocations");
        }
        if (_invocation.Continuations is null)
        {
            return new(CallFailureKind.Transient, "Sweep", "OutOfTime",
                "the time was up before every group was seen, and there is no queue for the rest");
        }
        List<string> messages = [.. groupIds.Chunk(GroupsPerMessage).Select(ids => SweepMessages.Inspect(_inspection.AccountRegion, ids))];
        if (rest is not null)
        {
            messages.Add(SweepMessages.Sweep(_inspection.AccountRegion, rest));
        }
        return await _invocation.Continuations.SendAllAsync(messages, TimeSpan.Zero, _invocation.Retry, cancellationToken);
    }

    private bool HasUnknown => _invocation.Memory?.HasUnknown(_inspection.AccountRegion) == true;

    // the first listing has shown every group, or a later pass has brought nothing unknown
    private async Task<bool> RememberEndAsync(Target.EveryGroup from, CancellationToken cancellationToken)
    {
        if (_invocation.Memory is not { Failure: null } memory || from.IsIncomplete)
        {
            return false;
        }
        var isFirst = false;
        await memory.UpdateRegionAsync(_inspection.AccountRegion, region =>
        {
            isFirst = region.ListedAt is null;
            return region.AfterSweep(_invocation.StartedAt, from.HasUnknown || HasUnknown);
        }, cancellationToken);
        await memory.NoteSweptAsync(_inspection.AccountRegion, cancellationToken);
        return from.Of == 1 || (isFirst && await _invocation.Limits.CountAsync(FirstListings, cancellationToken) >= from.Of);
    }

    private GroupResult Complete() =>
        GroupResult.Of(_inspection, EveryGroup, GuardOutcome.Compliant) with { IsCompleteSweep = true };

    private ImmutableArray<GroupResult> WithFailure(CallFailure failure) =>
        _reconciler.Results.Add(GroupResult.Failed(_inspection, EveryGroup, failure));
}
