using System.Globalization;
using SgWatch.Calls;

namespace SgWatch.Guard.Retrying;

/// <summary>Tries a call again while AWS throttles or fails: exponential backoff with full jitter, within a deadline.</summary>
/// <remarks>Source: AWS Architecture Blog, "Exponential Backoff And Jitter".</remarks>
internal sealed class Retry(GuardOptions options, TimeProvider time, Random random, DateTimeOffset deadline)
{
    /// <summary>The last answer: success, a failure that trying again can't mend, or the failure of the last try there was time for.</summary>
    public async Task<CallResult<T>> RunAsync<T>(Func<CancellationToken, Task<CallResult<T>>> call, CancellationToken cancellationToken)
    {
        var longest = options.RetryAfter;
        for (var tries = 1; ; tries++)
        {
            var result = await call(cancellationToken);
            var delay = longest * NextDouble();
            if (result is not CallResult<T>.Failed { Failure.Kind: CallFailureKind.Transient }
                || tries >= options.MaxTries || !HasTimeFor(delay))
            {
                return result;
            }
            await Task.Delay(delay, time, cancellationToken);
            longest = TimeSpan.FromTicks(Math.Min(longest.Ticks * 2, options.MaxRetryAfter.Ticks));
        }
    }

    /// <summary>The same for a call that must not count twice: every try has the same client token, so that what one did is known to the next.</summary>
    public Task<CallResult<T>> RunAsync<T>(Func<string, CancellationToken, Task<CallResult<T>>> call, CancellationToken cancellationToken)
    {
        var idempotencyToken = NextToken();
        return RunAsync(token => call(idempotencyToken, token), cancellationToken);
    }

    /// <summary>The same, with no more tries than this.</summary>
    public Retry AtMost(int tries) => new(options with { MaxTries = tries }, time, random, deadline);

    /// <summary>Whether something may still be begun after this wait.</summary>
    public bool HasTimeFor(TimeSpan delay) => time.GetUtcNow() + delay < deadline - options.Reserve;

    private double NextDouble()
    {
        lock (random) // groups are worked on side by side, and Random is not for several at once
        {
            return random.NextDouble();
        }
    }

    private string NextToken()
    {
        lock (random)
        {
            return random.NextInt64().ToString("x16", CultureInfo.InvariantCulture);
        }
    }
}
