using SgWatch.Calls;
using SgWatch.Guard.Ports;

namespace SgWatch.Tests.Guard.Limiting;

/// <summary>What all counters promise, whatever they are kept in.</summary>
public abstract class CounterLaws
{
    private int _tokens;

    protected StandingTime Time { get; } = new(new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Counters at zero, on <see cref="Time"/>.</summary>
    protected abstract ICounters Counters { get; }

    [Fact]
    public async Task A_counter_remembers_an_hour_in_steps_of_five_minutes()
    {
        Assert.Equal(2, await Add("a", 2));
        Time.Move(TimeSpan.FromMinutes(30));
        Assert.Equal(5, await Add("a", 3));
        Time.Move(TimeSpan.FromMinutes(29));
        Assert.Equal(6, await Add("a", 1));
        Time.Move(TimeSpan.FromMinutes(1));
        Assert.Equal(5, await Add("a", 1)); // the first two are an hour old
        Time.Move(TimeSpan.FromHours(3));
        Assert.Equal(1, await Add("a", 1));
        Assert.Equal(1, await Add("b", 1));
    }

    [Fact]
    public async Task What_was_added_can_be_taken_back()
    {
        await Add("a", 7);
        Assert.Equal(2, await Add("a", -5));
    }

    [Fact]
    public async Task No_two_are_notified_of_the_same_moment() => Assert.Equal(
        [1, 2, 3, 4, 5, 6, 7, 8], (await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Add("a", 1)))).Order());

    [Fact]
    public async Task Who_adds_again_for_want_of_an_answer_counts_once()
    {
        await Add("a", 2);
        Assert.Equal(5, await Add("a", 3, "mine"));
        Assert.Equal(5, await Add("a", 3, "mine"));
        Assert.Equal(6, await Add("a", 1));
        Assert.Equal(6, await Add("a", 3, "mine")); // another's count between the tries hides nothing
        Assert.Equal(3, await Add("b", 3, "mine"));
    }

    [Fact]
    public async Task Who_asks_again_for_want_of_an_answer_is_still_the_first()
    {
        Assert.True(await First("a", "mine"));
        Assert.False(await First("a", "yours"));
        Assert.True(await First("a", "mine"));
    }

    [Fact]
    public async Task One_is_the_first_within_a_period_and_the_next_when_it_is_over()
    {
        Assert.Single(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => First("a"))), isFirst => isFirst);
        Assert.True(await First("b"));
        Time.Move(TimeSpan.FromMinutes(59));
        Assert.False(await First("a"));
        Time.Move(TimeSpan.FromMinutes(1));
        Assert.True(await First("a"));
        Assert.False(await First("a"));
    }

    [Fact]
    public async Task A_set_remembers_an_hour_and_a_member_that_is_added_again_in_the_same_step_is_there_once()
    {
        Assert.Equal(["x"], await AddToSet("a", "x"));
        Assert.Equal(["x"], await AddToSet("a", "x"));
        Time.Move(TimeSpan.FromMinutes(30));
        Assert.Equal(["x", "y"], await AddToSet("a", "y"));
        Assert.Equal(["x", "x", "y"], await AddToSet("a", "x")); // in two steps
        Time.Move(TimeSpan.FromMinutes(30));
        Assert.Equal(["x", "y", "z"], await AddToSet("a", "z")); // the first is an hour old
        Time.Move(TimeSpan.FromHours(3));
        Assert.Equal(["x"], await AddToSet("a", "x"));
        Assert.Equal(["x"], await AddToSet("b", "x"));
        Assert.Equal(1, await Add("a", 1)); // a counter of the same name is another thing
    }

    [Fact]
    public async Task What_an_invocation_added_to_a_set_can_be_taken_back()
    {
        await AddToSet("a", "x");
        Time.Move(TimeSpan.FromMinutes(15));
        await AddToSet("a", "x");
        await AddToSet("a", "y");
        await RemoveFromSet("a", "x");
        Assert.Equal(["y", "z"], await AddToSet("a", "z"));
        Time.Move(TimeSpan.FromMinutes(20));
        await RemoveFromSet("a", "y"); // that was another invocation's
        await RemoveFromSet("a", "nobody's");
        await RemoveFromSet("b", "x");
        Assert.Equal(["x", "y", "z"], await AddToSet("a", "x"));
        Assert.Equal(["x"], await AddToSet("b", "x"));
    }

    [Fact]
    public async Task Of_several_that_add_to_a_set_at_once_each_sees_another_number() => Assert.Equal(
        [1, 2, 3, 4, 5, 6, 7, 8],
        (await Task.WhenAll(Enumerable.Range(0, 8).Select(i => AddToSet("a", $"{i}")))).Select(members => members.Length).Order());

    private async Task<string[]> AddToSet(string key, string member) =>
        [.. Value(await Counters.AddToSetAsync(key, member, TestContext.Current.CancellationToken)).Order(StringComparer.Ordinal)];

    private async Task RemoveFromSet(string key, string member) =>
        Value(await Counters.RemoveFromSetAsync(key, member, TestContext.Current.CancellationToken));

    private async Task<long> Add(string key, int count, string? idempotencyToken = null) =>
        Value(await Counters.AddAsync(key, count, idempotencyToken ?? NextToken(), TestContext.Current.CancellationToken));

    private async Task<bool> First(string key, string? idempotencyToken = null) =>
        Value(await Counters.IsFirstAsync(
            key, TimeSpan.FromHours(1), idempotencyToken ?? NextToken(), TestContext.Current.CancellationToken));

    private string NextToken() => $"token-{Interlocked.Increment(ref _tokens)}";

    private static T Value<T>(CallResult<T> result) =>
        result is CallResult<T>.Ok(var value) ? value : throw new InvalidOperationException($"{result}");
}
