using SgWatch.Calls;
using SgWatch.Guard.Retrying;

namespace SgWatch.Tests.Guard.Retrying;

/// <summary>No try lasts longer than its invocation.</summary>
public sealed class RetryTests
{
    private readonly SkippingTime _time = new(new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact] // it could take ten seconds, and Lambda ended the process with the answer
    public async Task A_try_ends_before_the_deadline()
    {
        var retry = new Retry(new(), TimeProvider.System, new Random(1), DateTimeOffset.UtcNow + TimeSpan.FromSeconds(2));

        var result = await retry.RunAsync<Done>(async token =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return default(Done);
        }, Cancelled).WaitAsync(TimeSpan.FromSeconds(20), Cancelled);

        Assert.Equal((CallFailureKind.Transient, "OutOfTime"), (result.FailureOrNull!.Kind, result.FailureOrNull.Code));
    }

    [Fact]
    public async Task No_try_begins_that_has_no_time_to_end()
    {
        var tries = 0;
        var retry = new Retry(new(), _time, new Random(1), _time.GetUtcNow() + TimeSpan.FromMilliseconds(1100));

        var result = await retry.RunAsync(_ =>
        {
            tries++;
            return Task.FromResult<CallResult<Done>>(default(Done));
        }, Cancelled);

        Assert.Equal((0, "OutOfTime"), (tries, result.FailureOrNull?.Code));
    }

    [Fact]
    public async Task What_the_caller_cancels_is_a_cancellation()
    {
        using var source = new CancellationTokenSource();
        var retry = new Retry(new(), _time, new Random(1), _time.GetUtcNow().AddMinutes(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => retry.RunAsync<Done>(async token =>
        {
            await source.CancelAsync();
            token.ThrowIfCancellationRequested();
            return default(Done);
        }, source.Token));
    }
}
