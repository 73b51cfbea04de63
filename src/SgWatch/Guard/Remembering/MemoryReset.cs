using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Guard.Remembering;

/// <summary>Starts the first sweep of an account and region anew: what the next listing shows was there before.</summary>
/// <remarks>
/// The region's memory is written first. If the reset ends halfway, some groups keep what is remembered of them, and nothing is revoked
/// because of that. The other way round, a group without a memory would look like one that came after the first sweep.
/// </remarks>
/// <param name="store">The memory.</param>
/// <param name="retry">Tries a call again.</param>
public sealed class MemoryReset(IMemoryStore store, Retry retry)
{
    private const int MaxTries = 5; // a sweep may write at the same time
    private const int MaxPages = 10_000;

    /// <summary>Forgets an account and region.</summary>
    /// <param name="accountRegion">The account and region.</param>
    /// <param name="now">The time. What was made before it will be tolerated.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>How many groups were forgotten.</returns>
    public async Task<CallResult<int>> RunAsync(AccountRegion accountRegion, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await BeginAnewAsync(accountRegion, new(now, now), cancellationToken) is { } failure)
        {
            return failure;
        }
        var groups = 0;
        string? at = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var from = at;
            var forgotten = await retry.RunAsync(token => store.ForgetAsync(accountRegion, now, from, token), cancellationToken);
            if (!forgotten.TryGet(out var part, out var failed))
            {
                return failed;
            }
            groups += part.Groups;
            if (part.NextToken is null)
            {
                return groups;
            }
            at = part.NextToken;
        }
        return new CallFailure(
            CallFailureKind.Rejected, "ForgetMemory", "TooManyPages", $"The memory did not end within {MaxPages} parts.");
    }

    private async Task<CallFailure?> BeginAnewAsync(AccountRegion accountRegion, RegionMemory fresh, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var read = await retry.RunAsync(token => store.ReadRegionAsync(accountRegion, token), cancellationToken);
            if (!read.TryGet(out var stored, out var failure))
            {
                return failure;
            }
            var written = await retry.RunAsync(
                token => store.WriteRegionAsync(accountRegion, fresh, stored.Version, token), cancellationToken);
            if (!written.TryGet(out var isWritten, out failure))
            {
                return failure;
            }
            if (isWritten)
            {
                return null;
            }
            if (tries == MaxTries)
            {
                return new(CallFailureKind.Transient, "WriteMemory", "ConditionalCheckFailed",
                    $"The guard wrote the memory of the region at the same time, {MaxTries} times.");
            }
        }
    }
}
