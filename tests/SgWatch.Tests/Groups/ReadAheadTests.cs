using SgWatch.Groups;

namespace SgWatch.Tests.Groups;

public sealed class ReadAheadTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(10_001)] // more than ever wait, and not a multiple of a batch
    public void Every_element_comes_in_order(int count) =>
        Assert.Equal(Enumerable.Range(0, count), ReadAhead.Of(Enumerable.Range(0, count)));

    [Fact]
    public void What_the_source_throws_comes_after_the_batches_before_it()
    {
        var taken = new List<int>();

        var thrown = Assert.Throws<IOException>(() =>
        {
            foreach (var element in ReadAhead.Of(Failing(1000)))
            {
                taken.Add(element);
            }
        });
        Assert.Equal("no more", thrown.Message);
        Assert.Equal(Enumerable.Range(0, 960), taken); // 15 batches of 64
    }

    [Fact]
    public async Task Reading_ends_soon_after_nobody_takes_any_more()
    {
        var ended = new TaskCompletionSource();
        foreach (var element in ReadAhead.Of(Endless(ended)))
        {
            if (element == 100)
            {
                break;
            }
        }

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private static IEnumerable<int> Failing(int after)
    {
        for (var i = 0; i < after; i++)
        {
            yield return i;
        }
        throw new IOException("no more");
    }

    private static IEnumerable<int> Endless(TaskCompletionSource ended)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                yield return i;
            }
        }
        finally
        {
            ended.SetResult();
        }
    }
}
