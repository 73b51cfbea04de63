using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Remembering;
using SgWatch.Incidents;
using SgWatch.Reports;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Guard.Digests;

/// <summary>
/// Notifies people of what entered the baseline: of first listings in one message, of later entries once a day, for all accounts and
/// regions together.
/// </summary>
/// <remarks>
/// The memory itself says what is to be reported, and until when that was done. So a sweep that is killed, or whose message fails, leaves
/// it to the next sweep. One guard does it at a time. A guard that dies between sending and writing that down sends it again.
/// </remarks>
internal sealed class BaselineDigests(InvocationContext invocation)
{
    private const string StoredKey = "baseline-digests"; // in the counters' table
    private static readonly TimeSpan LongestInvocation = TimeSpan.FromMinutes(15); // what an older one decided is written, or never will be
    private static readonly TimeSpan Daily = TimeSpan.FromDays(1); // from where the last one ended, so it keeps its hour

    /// <summary>Notifies people of what is due.</summary>
    /// <returns>Why people weren't notified; null if they were, or if nothing is due.</returns>
    public async Task<CallFailure?> SendAsync(CancellationToken cancellationToken)
    {
        if (invocation.Memory is not { } memory)
        {
            return null;
        }
        var read = await ReadAsync(memory, cancellationToken);
        if (!read.TryGet(out var regions, out var failure))
        {
            return failure;
        }
        if (!(IsFirstLookDue(regions) || IsDigestDue(regions))
            || !await invocation.Limits.IsFirstAsync(StoredKey, LongestInvocation, cancellationToken))
        {
            return null;
        }
        memory.ReadRegionsAgain(); // another guard may have notified people since
        return (await ReadAsync(memory, cancellationToken)).TryGet(out regions, out failure)
            ? await SendFirstLookAsync(memory, regions, cancellationToken) ?? await SendDigestAsync(memory, regions, cancellationToken)
            : failure;
    }

    private static bool IsFirstLookDue(List<KnownRegion> regions) => regions.Any(known => known.IsFirstLookDue);

    // all at once, so that there is one message a day
    private bool IsDigestDue(List<KnownRegion> regions) => regions.Any(known =>
        known.Region.FirstLookToldAt is { } notifiedAt && invocation.StartedAt - (known.Region.DigestedUntil ?? notifiedAt) >= Daily);

    private async Task<CallFailure?> SendFirstLookAsync(GuardMemory memory, List<KnownRegion> regions, CancellationToken cancellationToken)
    {
        var until = invocation.Now;
        var (summary, summed) = await SumUpAsync(memory, regions.Where(known => known.IsFirstLookDue),
            (_, row) => row.Reason == BaselineReason.FirstLook && row.Since <= until, cancellationToken);
        var unlisted = regions.Count(known => known.Region.ListedAt is null);
        return await NotifyAsync(summary, its => BaselineNotification.FirstLook(its, unlisted), cancellationToken)
            ?? await NoteAsync(memory, summed, region => region with { FirstLookToldAt = until }, cancellationToken);
    }

    private async Task<CallFailure?> SendDigestAsync(GuardMemory memory, List<KnownRegion> regions, CancellationToken cancellationToken)
    {
        if (!IsDigestDue(regions))
        {
            return null;
        }
        var until = invocation.Now - LongestInvocation;
        var (summary, summed) = await SumUpAsync(memory, regions.Where(known => known.Region.FirstLookToldAt is not null),
            (region, row) => row.Since <= until && !IsReported(region, row), cancellationToken);
        return await NotifyAsync(summary, BaselineNotification.Digest, cancellationToken)
            ?? await NoteAsync(memory, summed, region => region with { DigestedUntil = until }, cancellationToken);
    }

    private async Task<CallFailure?> NotifyAsync(
        BaselineSummary summary, Func<BaselineSummary, Notification> write, CancellationToken cancellationToken) =>
        summary.Rules > 0 ? await invocation.Dispatcher.NotifyOnceAsync(write(summary), cancellationToken) : null;

    private static bool IsReported(RegionMemory region, BaselineRow row) => row.Since <= region.DigestedUntil
        || (row.Reason == BaselineReason.FirstLook && row.Since <= region.FirstLookToldAt);

    private static async Task<CallResult<List<KnownRegion>>> ReadAsync(GuardMemory memory, CancellationToken cancellationToken)
    {
        if (!(await memory.RegionsAsync(cancellationToken)).TryGet(out var accountRegions, out var failure))
        {
            return failure;
        }
        var regions = new List<KnownRegion>();
        foreach (var accountRegion in accountRegions)
        {
            if ((await memory.RegionAsync(accountRegion, cancellationToken)).TryGet(out var region, out _)) // else its own sweep fails
            {
                regions.Add(new(accountRegion, region));
            }
        }
        return regions;
    }

    // as far as the time goes: the next sweep goes on with the others
    private async Task<(BaselineSummary Summary, List<KnownRegion> Summed)> SumUpAsync(
        GuardMemory memory, IEnumerable<KnownRegion> regions, Func<RegionMemory, BaselineRow, bool> isReported,
        CancellationToken cancellationToken)
    {
        var (summary, summed) = (new BaselineSummary(invocation.Policy), new List<KnownRegion>());
        foreach (var known in regions)
        {
            if (!invocation.Retry.HasTimeFor(invocation.Options.SweepPageTime))
            {
                break;
            }
            if (await SumUpAsync(memory, known, isReported, cancellationToken) is { } ofRegion)
            {
                summary.Add(ofRegion);
                summed.Add(known);
            }
        }
        return (summary, summed);
    }

    private async Task<BaselineSummary?> SumUpAsync(
        GuardMemory memory, KnownRegion known, Func<RegionMemory, BaselineRow, bool> isReported, CancellationToken cancellationToken)
    {
        var summary = new BaselineSummary(invocation.Policy);
        string? at = null;
        do
        {
            if (!(await memory.PageAsync(known.AccountRegion, at, cancellationToken)).TryGet(out var page, out _))
            {
                return null; // the next sweep tries again
            }
            foreach (var group in page.Groups.Select(stored => stored.Value).OfType<GroupMemory>())
            {
                summary.Add([.. BaselineRow.Of(known.AccountRegion, known.Region, group, invocation.Now)
                    .Where(row => row.Rule.SecurityGroupRuleId is not null && isReported(known.Region, row))]);
            }
            at = page.NextToken;
        }
        while (at is not null);
        return summary;
    }

    private static async Task<CallFailure?> NoteAsync(
        GuardMemory memory, List<KnownRegion> regions, Func<RegionMemory, RegionMemory> note, CancellationToken cancellationToken)
    {
        CallFailure? failure = null;
        foreach (var (accountRegion, known) in regions)
        {
            // unless somebody has reset it meanwhile
            var noted = await memory.UpdateRegionAsync(
                accountRegion, region => region.FirstSweepAt == known.FirstSweepAt ? note(region) : region, cancellationToken);
            failure ??= noted.FailureOrNull;
        }
        return failure;
    }

    /// <summary>An account and region that has a memory.</summary>
    private sealed record KnownRegion(AccountRegion AccountRegion, RegionMemory Region)
    {
        /// <summary>Whether its first listing has ended, and people don't know yet what it showed.</summary>
        public bool IsFirstLookDue => Region is { ListedAt: not null, FirstLookToldAt: null };
    }
}
