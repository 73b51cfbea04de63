using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Events;

namespace SgWatch.Guard.Sweeping;

/// <summary>Turns a sweep of many accounts and regions into one message for each pair, a few at a time.</summary>
/// <remarks>
/// Each message is worked on by an invocation of its own, so no account waits for another. What is left goes back to the queue and stays
/// hidden for a while: ten thousand sweeps, queued at once, would delay the events of the next hours.
/// </remarks>
internal sealed class SweepFanOut(InvocationContext invocation)
{
    private const int MaxPauseSeconds = 900; // SQS hides a message no longer

    /// <summary>Does so for every message that asks for it.</summary>
    public Task<GroupResult[]> SendAllAsync(ImmutableArray<EventMessage> messages, CancellationToken cancellationToken) =>
        Task.WhenAll(messages.Where(message => message.Trigger is Trigger.SweepAccounts).Select(async message =>
        {
            var result = await SendAsync((Trigger.SweepAccounts)message.Trigger, cancellationToken);
            return message.MessageId is { } id ? result with { MessageIds = [id] } : result;
        }));

    private async Task<GroupResult> SendAsync(Trigger.SweepAccounts sweep, CancellationToken cancellationToken)
    {
        var (accounts, regions, knownPause) = sweep;
        var accountsPerHop = Math.Max(1, invocation.Options.SweepsPerHop / regions.Length);
        var of = sweep.Of ?? accounts.Length * regions.Length;
        var pauseSeconds = knownPause ?? PauseSeconds(accounts.Length, accountsPerHop);
        var failure = await SendAsync(
            accounts.Take(accountsPerHop).SelectMany(
                _ => regions, (account, region) => SweepMessages.Sweep(new(account, region), new() { Of = of })),
            delaySeconds: 0, cancellationToken);
        if (failure is null && accounts.Length > accountsPerHop)
        {
            var rest = SweepMessages.Sweep(accounts.Skip(accountsPerHop), regions, pauseSeconds, of);
            failure = await SendAsync([rest], pauseSeconds, cancellationToken);
        }
        return new($"{accounts.Length} accounts, {regions.Length} regions", failure is null ? GuardOutcome.Compliant : GuardOutcome.Failed)
        {
            Failure = failure,
            MustRetry = failure is { Kind: CallFailureKind.Transient },
        };
    }

    private int PauseSeconds(int accounts, int accountsPerHop)
    {
        var hops = Math.Ceiling((double)accounts / accountsPerHop);
        return (int)Math.Min(invocation.Options.SweepsSpread.TotalSeconds / hops, MaxPauseSeconds);
    }

    private async Task<CallFailure?> SendAsync(IEnumerable<string> messages, int delaySeconds, CancellationToken cancellationToken) =>
        invocation.Continuations is { } continuations
            ? await continuations.SendAllAsync(messages, TimeSpan.FromSeconds(delaySeconds), invocation.Retry, cancellationToken)
            : new(CallFailureKind.Rejected, "SendMessage", "NoQueue", "a sweep of many accounts needs the guard's own queue");
}
