using SgWatch.Guard.Limiting;

namespace SgWatch.Tests.Guard.Limiting;

public sealed class ConcurrencyLimitTests
{
    [Fact]
    public async Task No_more_than_the_limit_run_at_once_and_the_results_keep_their_order()
    {
        var (running, most) = (0, 0);
        var gates = Enumerable.Range(0, 10).Select(_ => new TaskCompletionSource()).ToList();
        var all = new ConcurrencyLimit(3).SelectAsync(Enumerable.Range(0, 10), async i =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await gates[i].Task;
            Interlocked.Decrement(ref running);
            return i;
        }, TestContext.Current.CancellationToken);

        foreach (var gate in gates)
        {
            gate.SetResult();
        }

        Assert.Equal(Enumerable.Range(0, 10), await all);
        Assert.Equal(3, most);
    }

    [Fact]
    public async Task Who_waits_is_ended_by_the_token_and_takes_no_turn()
    {
        using var end = new CancellationTokenSource();
        var gate = new TaskCompletionSource<int>();
        var limit = new ConcurrencyLimit(1);
        var first = limit.RunAsync(() => gate.Task, CancellationToken.None);
        var second = limit.RunAsync(() => Task.FromResult(2), end.Token);
        var third = limit.RunAsync(() => Task.FromResult(3), CancellationToken.None);

        await end.CancelAsync();
        gate.SetResult(1);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        var results = await Task.WhenAll(first, third);
        Assert.Equal([1, 3], results);
    }

    [Fact]
    public async Task Work_that_throws_gives_its_turn_back()
    {
        var limit = new ConcurrencyLimit(1);

        await Assert.ThrowsAsync<IOException>(() => limit.RunAsync<int>(() => throw new IOException(), CancellationToken.None));

        Assert.Equal(1, await limit.RunAsync(() => Task.FromResult(1), CancellationToken.None));
    }
}
