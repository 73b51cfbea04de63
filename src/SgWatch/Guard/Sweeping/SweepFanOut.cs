using SgWatch.Calls;
using SgWatch.Events;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;

namespace SgWatch.Guard.Sweeping;

/// <summary>Turns a sweep of many accounts and regions into one message for each, a few at a time.</summary>
/// <remarks>
/// Each message is an invocation's work of its own, so no account waits for another. What is left goes back to the queue, hidden for a
/// while: ten thousand sweeps put there at once would stand before the events of hours.
/// </remarks>
internal sealed class SweepFanOut(IContinuationSender? continuations, GuardOptions options, Retry retry)
{
    private const int MaxPauseSeconds = 900; // SQS hides a message no longer

    /// <summary>Sends the first of the sweeps, and what is left.</summary>
    public async Task<GroupResult> SendAsync(Trigger.SweepAccounts many, CancellationToken cancellationToken)
    {
        var (accounts, regions, known) = many;
        var first = Math.Max(1, options.SweepsPerHop / regions.Length);
        var pause = known ?? Pause(accounts.Length, first);
        var pairs = accounts.Take(first).SelectMany(_ => regions, (account, region) => SweepMessages.Sweep(account, region, new()));
        var failure = await SendAsync(pairs, 0, cancellationToken);
        if (failure is null && accounts.Length > first)
        {
            failure = await SendAsync([SweepMessages.Sweep(accounts.Skip(first), regions, pause)], pause, cancellationToken);
        }
        return new($"{accounts.Length} accounts, {regions.Length} regions", failure is null ? GuardOutcome.Compliant : GuardOutcome.Failed)
        {
            Failure = failure,
            MustRetry = failure is { Kind: CallFailureKind.Transient },
        };
    }

    private int Pause(int accounts, int perHop) =>
        (int)Math.Min(options.SweepsSpread.TotalSeconds / Math.Ceiling((double)accounts / perHop), MaxPauseSeconds);

    private async Task<CallFailure?> SendAsync(IEnumerable<string> messages, int delaySeconds, CancellationToken cancellationToken) => continuations is null
        ? new(CallFailureKind.Rejected, "SendMessage", "NoQueue", "a sweep of many needs the guard's own queue")
        : await continuations.SendAllAsync(messages, TimeSpan.FromSeconds(delaySeconds), retry, cancellationToken);
}
