using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Guard.Remembering;

/// <summary>Changes what the guard remembers of one group, for a person. A change by another guard at the same time isn't lost.</summary>
/// <param name="store">The memory.</param>
/// <param name="retry">Tries a call again.</param>
public sealed class MemoryEditor(IMemoryStore store, Retry retry)
{
    private const int MaxTries = 5; // a sweep or an event may write at the same time

    /// <summary>Reads a group's memory, changes it and writes it.</summary>
    /// <param name="accountRegion">Where the group is.</param>
    /// <param name="groupId">The group.</param>
    /// <param name="now">The time. A group without a memory counts as settled then.</param>
    /// <param name="edit">The change. It may be made several times, each time to what was read last.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>The memory as it was before the change and as it is now.</returns>
    public async Task<CallResult<(GroupMemory Before, GroupMemory After)>> EditAsync(
        AccountRegion accountRegion, string groupId, DateTimeOffset now, Func<GroupMemory, GroupMemory> edit,
        CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var read = await retry.RunAsync(token => store.ReadAsync(accountRegion, groupId, token), cancellationToken);
            if (!read.TryGet(out var stored, out var failure))
            {
                return failure;
            }
            if (stored.IsUnreadable)
            {
                return MemoryReader.NotUnderstood(groupId);
            }
            var before = stored.Value ?? new(groupId, now);
            var after = edit(before);
            var written = await retry.RunAsync(token => store.WriteAsync(accountRegion, after, stored.Version, token), cancellationToken);
            if (!written.TryGet(out var isWritten, out failure))
            {
                return failure;
            }
            if (isWritten)
            {
                return (before, after);
            }
            if (tries == MaxTries)
            {
                return new CallFailure(CallFailureKind.Transient, "WriteMemory", "ConditionalCheckFailed",
                    $"The guard wrote the memory of {groupId} at the same time, {MaxTries} times.");
            }
        }
    }
}
