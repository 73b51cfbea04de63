using System.Globalization;
using SgWatch.Calls;

namespace SgWatch.Guard.Retrying;

/// <summary>Tries a call again while AWS throttles or fails: exponential backoff with full jitter, within a deadline.</summary>
/// <remarks>
/// A try is ended <see cref="GuardOptions.AnswerTime"/> before the deadline, and none begins that has no time to end.
/// Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
/// </remarks>
public sealed class Retry
{
    private const int BriefTries = 2;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1); // within what a timer can hold

    private readonly GuardOptions _options;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly Func<DateTimeOffset> _deadline;

    /// <summary>Tries again until one deadline.</summary>
    /// <param name="options">How many tries, and how long the waits between them.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">The jitter, and idempotency tokens. Several retries may share it, on several threads.</param>
    /// <param name="deadline">No second try begins later than <see cref="GuardOptions.Reserve"/> before it.</param>
    public Retry(GuardOptions options, TimeProvider time, Random random, DateTimeOffset deadline)
        : this(options, time, random, () => deadline)
    {
    }

    /// <summary>Tries each call again for the same time, however late it begins. It is for commands, which wait for people.</summary>
    /// <param name="options">How many tries, and how long the waits between them.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">The jitter, and idempotency tokens.</param>
    /// <param name="within">The time from a call's first try until its deadline.</param>
    public Retry(GuardOptions options, TimeProvider time, Random random, TimeSpan within)
        : this(options, time, random, () => time.GetUtcNow() + within)
    {
    }

    private Retry(GuardOptions options, TimeProvider time, Random random, Func<DateTimeOffset> deadline) =>
        (_options, _time, _random, _deadline) = (options, time, random, deadline);

    /// <summary>Calls until the call succeeds, fails for good, or there is neither a try nor time left.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the tries.</param>
    /// <returns>The last answer.</returns>
    public async Task<CallResult<T>> RunAsync<T>(Func<CancellationToken, Task<CallResult<T>>> call, CancellationToken cancellationToken)
    {
        var deadline = _deadline();
        var longest = _options.RetryAfter;
        for (var tries = 1; ; tries++)
        {
            var result = await TryAsync(call, deadline, cancellationToken);
            var delay = longest * NextDouble();
            if (result.FailureOrNull is not { Kind: CallFailureKind.Transient } || tries >= _options.MaxTries
                || !HasTimeFor(delay, deadline))
            {
                return result;
            }
            await Task.Delay(delay, _time, cancellationToken);
            longest = TimeSpan.FromTicks(Math.Min(longest.Ticks * 2, _options.MaxRetryAfter.Ticks));
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
    public Retry AtMost(int tries) => new(_options with { MaxTries = tries }, _time, _random, _deadline);

    /// <summary>The same for a call on which a group waits: two tries, with a quarter of the wait between them.</summary>
    public Retry Briefly() =>
        new(_options with { MaxTries = BriefTries, RetryAfter = _options.RetryAfter / 4 }, _time, _random, _deadline);

    /// <summary>True if something may still begin after this wait.</summary>
    public bool HasTimeFor(TimeSpan delay) => HasTimeFor(delay, _deadline());

    private bool HasTimeFor(TimeSpan delay, DateTimeOffset deadline) => _time.GetUtcNow() + delay < deadline - _options.Reserve;

    private async Task<CallResult<T>> TryAsync<T>(
        Func<CancellationToken, Task<CallResult<T>>> call, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        var left = deadline - _options.AnswerTime - _time.GetUtcNow();
        if (left < _options.TryTime)
        {
            return OutOfTime;
        }
        using var limit = new CancellationTokenSource(left < Longest ? left : Longest, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await call(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return OutOfTime;
        }
    }

    private static CallFailure OutOfTime { get; } =
        new(CallFailureKind.Transient, "Call", "OutOfTime", "the time was up before the call was answered");

    /// <summary>An idempotency token, or the name of a lease.</summary>
    public string NextToken()
    {
        lock (_random)
        {
            return _random.NextInt64().ToString("x16", CultureInfo.InvariantCulture);
        }
    }

    private double NextDouble()
    {
        lock (_random) // several groups are reconciled at once, and Random isn't thread-safe
        {
            return _random.NextDouble();
        }
    }
}
