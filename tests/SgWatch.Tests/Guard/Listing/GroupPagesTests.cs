using System.Globalization;
using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Guard.Listing;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;

namespace SgWatch.Tests.Guard.Listing;

public sealed class GroupPagesTests
{
    private const string Operation = "DescribeSecurityGroups";
    private static readonly CallFailure Throttled = new(CallFailureKind.Transient, Operation, "Throttling", "made by the test");
    private static readonly CallFailure Expired = new(CallFailureKind.Rejected, Operation, "InvalidNextToken", "made by the test");

    private readonly SkippingTime _time = new(new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Every_page_is_read_in_order_and_the_last_has_no_token()
    {
        var groups = new FakePages(token => Page(Number(token), last: 3));

        var read = await ReadAsync(groups);

        Assert.Equal([null, "1", "2", "3"], groups.Tokens);
        Assert.Equal(["1", "2", "3", null], read.Select(Next));
    }

    [Fact]
    public async Task A_listing_can_begin_at_a_later_page()
    {
        var groups = new FakePages(token => Page(Number(token), last: 3));

        await ReadAsync(groups, from: "2");

        Assert.Equal(["2", "3"], groups.Tokens);
    }

    [Fact]
    public async Task A_page_that_fails_for_the_moment_is_retried()
    {
        var failures = new Queue<CallFailure>([Throttled, Throttled]);
        var groups = new FakePages(token => failures.TryDequeue(out var failure) ? failure : Page(Number(token), last: 0));

        Assert.Null(Assert.Single(await ReadAsync(groups)).FailureOrNull);
        Assert.Equal(3, groups.Tokens.Count);
    }

    [Fact]
    public async Task A_failure_is_the_last_item()
    {
        var groups = new FakePages(token => token == "2" ? Expired : Page(Number(token), last: 9));

        var read = await ReadAsync(groups);

        Assert.Equal([null, null, Expired], read.Select(result => result.FailureOrNull));
        Assert.False(GroupPages.IsEndless(Expired));
    }

    [Fact]
    public async Task A_token_that_names_its_own_page_ends_the_listing()
    {
        var groups = new FakePages(_ => new SecurityGroupPage([], "1"));

        var failure = (await ReadAsync(groups))[^1].FailureOrNull;

        Assert.Equal([null, "1"], groups.Tokens);
        Assert.Equal((CallFailureKind.Rejected, "RepeatedPage"), (failure!.Kind, failure.Code));
        Assert.True(GroupPages.IsEndless(failure));
    }

    [Fact]
    public async Task A_listing_longer_than_the_bound_fails()
    {
        var groups = new FakePages(token => Page(Number(token), last: int.MaxValue));

        var read = await ReadAsync(groups, maxPages: 5);

        Assert.Equal(5, groups.Tokens.Count);
        Assert.Equal("TooManyPages", read[^1].FailureOrNull!.Code);
    }

    [Fact]
    public async Task When_the_time_runs_short_the_last_page_says_where_to_go_on()
    {
        var groups = new FakePages(token =>
        {
            _time.Move(TimeSpan.FromSeconds(20));
            return Page(Number(token), last: 9);
        });

        var read = await ReadAsync(groups, pageTime: TimeSpan.FromSeconds(20)); // of the minute, 3 s are kept back

        Assert.Equal([null, "1"], groups.Tokens);
        Assert.Equal("2", Next(read[^1]));
    }

    [Fact]
    public async Task The_first_page_is_read_however_short_the_time_is()
    {
        var groups = new FakePages(token => Page(Number(token), last: 9));

        Assert.Equal("1", Next(Assert.Single(await ReadAsync(groups, pageTime: TimeSpan.FromHours(1)))));
    }

    private async Task<List<CallResult<SecurityGroupPage>>> ReadAsync(
        FakePages groups, string? from = null, int maxPages = 100, TimeSpan? pageTime = null)
    {
        var retry = new Retry(new GuardOptions(), _time, new Random(1), _time.GetUtcNow() + TimeSpan.FromMinutes(1));
        var pages = new GroupPages(groups, retry) { MaxPages = maxPages, PageTime = pageTime };
        return await pages.ReadAsync(new GroupFilter.Every(), from, TestContext.Current.CancellationToken).ToListAsync();
    }

    private static SecurityGroupPage Page(int number, int last) =>
        new([], number < last ? (number + 1).ToString(CultureInfo.InvariantCulture) : null);

    private static int Number(string? token) => int.Parse(token ?? "0", CultureInfo.InvariantCulture);

    private static string? Next(CallResult<SecurityGroupPage> read) => read.TryGet(out var page, out _) ? page.NextToken : "failed";
}
