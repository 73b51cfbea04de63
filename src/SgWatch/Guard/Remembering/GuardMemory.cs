using System.Collections.Concurrent;
using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Guard.Remembering;

/// <summary>The memory as one invocation uses it. A write that fails is reported, and the work goes on.</summary>
/// <remarks>What is remembered of an account and region as a whole is read once, and seen under the policy in force.</remarks>
/// <param name="store">The memory.</param>
/// <param name="policy">The policy in force, and when it was written.</param>
/// <param name="deployedAt">When the guard was deployed. Null if nobody says: then a first sweep counts as that.</param>
/// <param name="retry">Tries again; what a group waits for only briefly.</param>
/// <param name="now">When the invocation began.</param>
internal sealed class GuardMemory(
    IMemoryStore store, PolicyInForce policy, DateTimeOffset? deployedAt, Retry retry, DateTimeOffset now)
{
    private readonly ConcurrentDictionary<AccountRegion, Lazy<Task<CallResult<RegionReading>>>> _read = [];
    private readonly ConcurrentDictionary<AccountRegion, bool> _unknown = [];
    private readonly Retry _briefly = retry.Briefly();

    /// <summary>The first write that failed; null if none did.</summary>
    public CallFailure? Failure { get; private set; }

    /// <summary>Whether a rule was found that the first listing lacked and that may have been there before the guard.</summary>
    public bool HasUnknown(AccountRegion accountRegion) => _unknown.ContainsKey(accountRegion);

    /// <summary>Takes note of such a rule.</summary>
    public void NoteUnknown(AccountRegion accountRegion) => _unknown.TryAdd(accountRegion, true);

    /// <summary>Reads what is remembered of a group, as it was last written. What can't be understood is a failure.</summary>
    public async Task<CallResult<Versioned<GroupMemory>>> ReadAsync(
        AccountRegion accountRegion, string groupId, CancellationToken cancellationToken) => Understood(
        await _briefly.RunAsync(token => store.ReadAsync(accountRegion, groupId, token), cancellationToken), groupId);

    /// <summary>Writes what is remembered of a group. If another guard wrote it meanwhile, that guard's memory stays.</summary>
    /// <returns>False if another guard's memory stays.</returns>
    public async Task<bool> WriteAsync(
        AccountRegion accountRegion, GroupMemory memory, long version, CancellationToken cancellationToken)
    {
        var written = await retry.RunAsync(token => store.WriteAsync(accountRegion, memory, version, token), cancellationToken);
        Failure ??= written.FailureOrNull;
        return written is not CallResult<bool>.Ok(false);
    }

    /// <summary>Changes what is remembered of a group, before it is acted on.</summary>
    public async Task EditAsync(
        AccountRegion accountRegion, string groupId, Func<GroupMemory, GroupMemory> edit, CancellationToken cancellationToken)
    {
        var edited = await new MemoryEditor(store, _briefly).EditAsync(accountRegion, groupId, now, edit, cancellationToken);
        Failure ??= edited.FailureOrNull;
    }

    /// <summary>Reads what is remembered of every group of an account and region. Some seconds may be missing.</summary>
    public async Task<CallResult<ImmutableDictionary<string, Versioned<GroupMemory>>>> ListAsync(
        AccountRegion accountRegion, CancellationToken cancellationToken)
    {
        var groups = ImmutableDictionary.CreateBuilder<string, Versioned<GroupMemory>>(StringComparer.Ordinal);
        string? at = null;
        do
        {
            var from = at;
            var read = await retry.RunAsync(token => store.ListAsync(accountRegion, from, token), cancellationToken);
            if (!read.TryGet(out var page, out var failure))
            {
                return failure;
            }
            foreach (var group in page.Groups)
            {
                groups[group.Value!.GroupId] = group;
            }
            at = page.NextToken;
        }
        while (at is not null);
        return groups.ToImmutable();
    }

    /// <summary>What is remembered, under the policy in force. Without any memory: as if a first sweep began now.</summary>
    public async Task<CallResult<RegionMemory>> RegionAsync(AccountRegion accountRegion, CancellationToken cancellationToken)
    {
        var read = await ReadRegionAsync(accountRegion, cancellationToken);
        return read.TryGet(out var reading, out var failure) ? reading.Seen : failure;
    }

    /// <summary>Writes the memory of an account and region under the policy, with a change to it.</summary>
    /// <param name="accountRegion">The account and region.</param>
    /// <param name="change">The change. It may be tried again with another guard's memory.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>What is remembered now.</returns>
    public async Task<CallResult<RegionMemory>> UpdateRegionAsync(
        AccountRegion accountRegion, Func<RegionMemory, RegionMemory> change, CancellationToken cancellationToken)
    {
        const int MaxTries = 5; // another guard's sweep may write at the same time
        for (var tries = 1; ; tries++)
        {
            var read = await ReadRegionAsync(accountRegion, cancellationToken);
            if (!read.TryGet(out var reading, out var failure))
            {
                return failure;
            }
            var stored = reading.Stored;
            var changed = change(Under(stored.Value, now));
            if (changed == stored.Value)
            {
                return changed;
            }
            var written = await retry.RunAsync(
                token => store.WriteRegionAsync(accountRegion, changed, stored.Version, token), cancellationToken);
            _read.TryRemove(accountRegion, out _);
            if (!written.TryGet(out var isWritten, out failure))
            {
                Failure ??= failure;
                return failure;
            }
            if (isWritten || tries == MaxTries)
            {
                return changed;
            }
        }
    }

    /// <summary>A sweep has settled every group: the memory may be copied.</summary>
    public async Task NoteSweptAsync(AccountRegion accountRegion, CancellationToken cancellationToken)
    {
        var copied = await _briefly.RunAsync(token => store.SweptAsync(accountRegion, token), cancellationToken);
        Failure ??= copied.FailureOrNull;
    }

    // before the first sweep, and if nobody says when the guard was deployed, every call that an event names came after it
    private RegionMemory Under(RegionMemory? stored, DateTimeOffset otherwiseDeployedAt)
    {
        var region = stored ?? new(deployedAt ?? otherwiseDeployedAt, now);
        // a policy without a date came with the guard, or with its last restart
        return region.Under(policy.Policy, policy.WrittenAt ?? (region.Guardrails.IsEmpty ? region.DeployedAt : now));
    }

    private Task<CallResult<RegionReading>> ReadRegionAsync(AccountRegion accountRegion, CancellationToken cancellationToken) =>
        _read.GetOrAdd(accountRegion, _ => new(async () =>
        {
            var read = Understood(
                await _briefly.RunAsync(token => store.ReadRegionAsync(accountRegion, token), cancellationToken),
                $"{accountRegion.Account}/{accountRegion.Region}");
            return read.TryGet(out var stored, out var failure)
                ? new RegionReading(stored, Under(stored.Value, DateTimeOffset.MinValue))
                : failure;
        })).Value;

    // what is there and can't be understood isn't "nothing remembered": all that is tolerated would go
    private static CallResult<Versioned<T>> Understood<T>(CallResult<Versioned<T>> read, string what)
        where T : class =>
        read is CallResult<Versioned<T>>.Ok({ IsUnreadable: true })
            ? new CallFailure(CallFailureKind.Rejected, "Memory", "NotUnderstood", $"what is remembered of {what} can't be understood")
            : read;

    /// <summary>What is remembered of an account and region as a whole.</summary>
    /// <param name="Stored">As it was read.</param>
    /// <param name="Seen">The same under the policy in force: every group of a sweep asks for it.</param>
    private sealed record RegionReading(Versioned<RegionMemory> Stored, RegionMemory Seen);
}
