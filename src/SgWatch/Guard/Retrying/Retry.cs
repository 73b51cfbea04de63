using System.Globalization;
using SgWatch.Calls;

namespace SgWatch.Guard.Retrying;

/// <summary>Tries a call again while AWS throttles or fails: exponential backoff with full jitter, within a deadline.</summary>
/// <remarks>Source: AWS Architecture Blog, "Exponential Backoff And Jitter".</remarks>
/// <param name="options">How many tries, and how long the waits between them.</param>
/// <param name="time">The clock.</param>
/// <param name="random">The jitter, and idempotency tokens. Several retries may share it, on several threads.</param>
/// <param name="deadline">No try begins later than <see cref="GuardOptions.Reserve"/> before it.</param>
public sealed class Retry(GuardOptions options, TimeProvider time, Random random, DateTimeOffset deadline)
{
    private const int BriefTries = 2;

    /// <summary>Calls until the call succeeds, fails for good, or there is neither a try nor time left.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the tries.</param>
    /// <returns>The last answer.</returns>
    public async Task<CallResult<T>> RunAsync<T>(Func<CancellationToken, Task<CallResult<T>>> call, CancellationToken cancellationToken)
    {
        var longest = options.RetryAfter;
        for (var tries = 1; ; tries++)
        {
            var result = await call(cancellationToken);
            var delay = longest * NextDouble();
            if (result.FailureOrNull is not { Kind: CallFailureKind.Transient } || tries >= options.MaxTries || !HasTimeFor(delay))
            {
                return result;
            }
            await Task.Delay(delay, time, cancellationToken);
            longest = TimeSpan.FromTicks(Math.Min(longest.Ticks * 2, options.MaxRetryAfter.Ticks));
        }
    }

    /// <summary>The same for a call that must not count twice: every try has the same idempotency token.</summary>
    /// <param name="call">The call. It gets the token first.</param>
    /// <param name="cancellationToken">Ends the tries.</param>
    /// <returns>The last answer.</returns>
    public Task<CallResult<T>> RunAsync<T>(Func<string, CancellationToken, Task<CallResult<T>>> call, CancellationToken cancellationToken)
    {
        var idempotencyToken = NextToken();
        return RunAsync(token => call(idempotencyToken, token), cancellationToken);
    }

    /// <summary>The same, with at most so many tries.</summary>
    public Retry AtMost(int tries) => new(options with { MaxTries = tries }, time, random, deadline);

    /// <summary>The same for a call on which a group waits: two tries, with a quarter of the wait between them.</summary>
    public Retry Briefly() => new(options with { MaxTries = BriefTries, RetryAfter = options.RetryAfter / 4 }, time, random, deadline);

    /// <summary>True if something may still begin after this wait.</summary>
    public bool HasTimeFor(TimeSpan delay) => time.GetUtcNow() + delay < deadline - options.Reserve;

    /// <summary>An idempotency token, or the name of a lease.</summary>
    public string NextToken()
    {
        lock (random)
        {
            return random.NextInt64().ToString("x16", CultureInfo.InvariantCulture);
        }
    }

    private double NextDouble()
    {
        lock (random) // several groups are reconciled at once, and Random isn't thread-safe
        {
            return random.NextDouble();
        }
    }
}
