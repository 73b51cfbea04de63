using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Guard.Remembering;

/// <summary>A memory beside which a copy is kept. A memory that is gone, or older than its copy, is filled again from the copy.</summary>
/// <remarks>
/// Else whoever empties the table, or restores last week's backup, would start a first sweep anew, and what is open then would be
/// tolerated. Each copy has a number that the memory has too; the memory gets it first, so that it is never the older one by mistake. After a
/// reset the memory has a later first sweep than the copy, and stays as it is.
/// </remarks>
/// <param name="store">The memory.</param>
/// <param name="copy">The copies.</param>
/// <param name="time">The clock.</param>
/// <param name="restored">Learns where a memory was filled again.</param>
internal sealed class CopiedMemory(IMemoryStore store, IMemoryCopy copy, TimeProvider time, Action<AccountRegion> restored) : IMemoryStore
{
    private const int GroupsAtOnce = 16;
    private const int MaxCompared = 10_000; // accounts and regions come from events
    private static readonly TimeSpan CompareAfter = TimeSpan.FromMinutes(30); // so a sweep, which comes each hour, always compares
    private static readonly TimeSpan CopyAfter = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<AccountRegion, DateTimeOffset> _compared = [];

    /// <inheritdoc/>
    public async Task<CallResult<Versioned<RegionMemory>>> ReadRegionAsync(
        AccountRegion accountRegion, CancellationToken cancellationToken)
    {
        var read = await store.ReadRegionAsync(accountRegion, cancellationToken);
        if (!read.TryGet(out var stored, out _) || (stored.Value is not null && IsCompared(accountRegion)))
        {
            return read;
        }
        if (!(await copy.FindAsync(accountRegion, cancellationToken)).TryGet(out var mark, out var failure))
        {
            return stored.Value is null ? failure : read; // with a memory the guard goes on; the next sweep compares again
        }
        if (mark is not null && IsOlder(stored.Value, mark))
        {
            return await RestoreAsync(accountRegion, mark, stored.Version, cancellationToken);
        }
        if (stored is { Value: null, Version: > 0 })
        {
            return new CallFailure(CallFailureKind.Rejected, "Memory", "Unreadable",
                "What is remembered of the account and region can't be understood, and there is no copy.");
        }
        NoteCompared(accountRegion);
        return read;
    }

    /// <inheritdoc/>
    public async Task<CallResult<Done>> SweptAsync(AccountRegion accountRegion, CancellationToken cancellationToken)
    {
        var read = await store.ReadRegionAsync(accountRegion, cancellationToken);
        var found = await copy.FindAsync(accountRegion, cancellationToken);
        if (!read.TryGet(out var stored, out var failure) || !found.TryGet(out var last, out failure))
        {
            return failure;
        }
        if (stored.Value is not { } region)
        {
            return default(Done);
        }
        region = region with { Copies = NextNumber(region, last) };
        var written = await WriteCopyAsync(accountRegion, region, cancellationToken);
        if (!written.TryGet(out var next, out failure))
        {
            return failure;
        }
        var now = time.GetUtcNow();
        if (last is not null && last.Fingerprint == next.Fingerprint && last.FirstSweepAt == region.FirstSweepAt
            && now - last.WrittenAt < CopyAfter)
        {
            return default(Done);
        }
        var numbered = await store.WriteRegionAsync(accountRegion, region, stored.Version, cancellationToken);
        if (!numbered.TryGet(out var isNumbered, out failure))
        {
            return failure;
        }
        var mark = new MemoryCopyMark(region.FirstSweepAt, region.Copies, next.Fingerprint, now);
        return isNumbered
            ? await copy.WriteAsync(accountRegion, mark, next.Bytes, cancellationToken)
            : default(Done); // another sweep is at it
    }

    /// <inheritdoc/>
    public Task<CallResult<bool>> WriteRegionAsync(
        AccountRegion accountRegion, RegionMemory region, long version, CancellationToken cancellationToken) =>
        store.WriteRegionAsync(accountRegion, region, version, cancellationToken);

    /// <inheritdoc/>
    public Task<CallResult<Versioned<GroupMemory>>> ReadAsync(
        AccountRegion accountRegion, string groupId, CancellationToken cancellationToken) =>
        store.ReadAsync(accountRegion, groupId, cancellationToken);

    /// <inheritdoc/>
    public Task<CallResult<GroupMemoryPage>> ListAsync(
        AccountRegion accountRegion, string? nextToken, CancellationToken cancellationToken) =>
        store.ListAsync(accountRegion, nextToken, cancellationToken);

    /// <inheritdoc/>
    public Task<CallResult<bool>> WriteAsync(
        AccountRegion accountRegion, GroupMemory memory, long version, CancellationToken cancellationToken) =>
        store.WriteAsync(accountRegion, memory, version, cancellationToken);

    /// <inheritdoc/>
    public Task<CallResult<ImmutableArray<AccountRegion>>> RegionsAsync(CancellationToken cancellationToken) =>
        store.RegionsAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<CallResult<MemoryForgotten>> ForgetAsync(
        AccountRegion accountRegion, DateTimeOffset settledBefore, string? nextToken, CancellationToken cancellationToken) =>
        store.ForgetAsync(accountRegion, settledBefore, nextToken, cancellationToken);

    private static bool IsOlder(RegionMemory? region, MemoryCopyMark mark) => region is null
        || region.FirstSweepAt < mark.FirstSweepAt
        || (region.FirstSweepAt == mark.FirstSweepAt && region.Copies < mark.Number);

    private static long NextNumber(RegionMemory region, MemoryCopyMark? last) =>
        Math.Max(region.Copies, last?.FirstSweepAt == region.FirstSweepAt ? last.Number : 0) + 1;

    private bool IsCompared(AccountRegion accountRegion) =>
        _compared.TryGetValue(accountRegion, out var at) && time.GetUtcNow() - at < CompareAfter;

    private void NoteCompared(AccountRegion accountRegion)
    {
        if (_compared.Count >= MaxCompared)
        {
            _compared.Clear();
        }
        _compared[accountRegion] = time.GetUtcNow();
    }

    private async Task<CallResult<(ReadOnlyMemory<byte> Bytes, string Fingerprint)>> WriteCopyAsync(
        AccountRegion accountRegion, RegionMemory region, CancellationToken cancellationToken)
    {
        using var writer = new MemoryCopyJson.Writer(region);
        using var versions = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        versions.AppendData(MemoryJson.WriteJson(region with { Copies = 0 }));
        string? at = null;
        do
        {
            if (!(await store.ListAsync(accountRegion, at, cancellationToken)).TryGet(out var page, out var failure))
            {
                return failure;
            }
            foreach (var (group, version) in page.Groups)
            {
                versions.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{group!.GroupId} {version}\n")));
                writer.Add(group);
            }
            at = page.NextToken;
        }
        while (at is not null);
        return (writer.End(), Convert.ToHexStringLower(versions.GetHashAndReset()));
    }

    // the account and region as a whole comes last: if the time is up before, the next look goes on
    private async Task<CallResult<Versioned<RegionMemory>>> RestoreAsync(
        AccountRegion accountRegion, MemoryCopyMark mark, long version, CancellationToken cancellationToken)
    {
        if (!(await copy.ReadAsync(accountRegion, cancellationToken)).TryGet(out var bytes, out var failure))
        {
            return failure;
        }
        var groups = new List<GroupMemory>(GroupsAtOnce);
        CallFailure? failed = null;
        var region = await MemoryCopyJson.ReadAsync(bytes, async group =>
        {
            groups.Add(group);
            if (groups.Count == GroupsAtOnce)
            {
                failed ??= await RestoreAsync(accountRegion, groups, cancellationToken);
                groups.Clear();
            }
        });
        failed ??= await RestoreAsync(accountRegion, groups, cancellationToken);
        if (failed is not null)
        {
            return failed;
        }
        if (region is null)
        {
            return new CallFailure(CallFailureKind.Rejected, "Memory", "UnreadableCopy",
                "The memory is gone or older than its copy, and the copy can't be understood.");
        }
        region = region with { Copies = mark.Number };
        var written = await store.WriteRegionAsync(accountRegion, region, version, cancellationToken);
        if (!written.TryGet(out var isWritten, out failure))
        {
            return failure;
        }
        if (!isWritten)
        {
            return await store.ReadRegionAsync(accountRegion, cancellationToken); // another guard has filled it
        }
        NoteCompared(accountRegion);
        restored(accountRegion);
        return new Versioned<RegionMemory>(region, version + 1);
    }

    private async Task<CallFailure?> RestoreAsync(
        AccountRegion accountRegion, List<GroupMemory> groups, CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(groups.Select(group => RestoreAsync(accountRegion, group, cancellationToken)));
        return results.FirstOrDefault(failure => failure is not null);
    }

    private async Task<CallFailure?> RestoreAsync(AccountRegion accountRegion, GroupMemory group, CancellationToken cancellationToken)
    {
        var written = await store.WriteAsync(accountRegion, group, 0, cancellationToken);
        if (!written.TryGet(out var isWritten, out var failure) || isWritten)
        {
            return failure;
        }
        if (!(await store.ReadAsync(accountRegion, group.GroupId, cancellationToken)).TryGet(out var stored, out failure))
        {
            return failure;
        }
        return stored.Value is { } known && known.SettledAt >= group.SettledAt
            ? null
            : (await store.WriteAsync(accountRegion, group, stored.Version, cancellationToken)).FailureOrNull;
    }
}
