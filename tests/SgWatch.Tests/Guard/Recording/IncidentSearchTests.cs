using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Recording;
using SgWatch.Incidents;

namespace SgWatch.Tests.Guard.Recording;

public sealed class IncidentSearchTests
{
    private static readonly DateTimeOffset Today = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly MemoryIncidentRecord _record = new(new StandingTime(Today));

    private IncidentSearch Search => new(_record, new StandingTime(Today));

    [Theory]
    [InlineData(30, 50, "inc-today inc-yesterday inc-old")]
    [InlineData(30, 2, "inc-today inc-yesterday")]
    [InlineData(2, 50, "inc-today inc-yesterday")]
    [InlineData(0, 50, "")]
    [InlineData(30, 0, "")]
    public async Task The_latest_come_first_within_the_days_and_the_number(int days, int most, string expected)
    {
        await FillAsync();
        Assert.Equal(expected, Ids(await Search.LatestAsync(days, most, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_groups_incidents_come_latest_first_and_no_other_groups()
    {
        await FillAsync();
        var group = IncidentKey.Of(Incident("inc-any", 0)).Group;

        Assert.Equal("inc-today inc-yesterday", Ids(await Search.OfGroupAsync(group, 5, 50, TestContext.Current.CancellationToken)));
        Assert.Equal("inc-today", Ids(await Search.OfGroupAsync(group, 30, 1, TestContext.Current.CancellationToken)));
        Assert.Equal("", Ids(await Search.OfGroupAsync($"{group}0", 30, 50, TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("inc-today", true)]
    [InlineData("inc-old", true)]
    [InlineData("inc-none", false)]
    public async Task An_incident_is_found_by_its_id(string id, bool isThere)
    {
        await FillAsync();
        Assert.True((await Search.FindAsync(id, TestContext.Current.CancellationToken)).TryGet(out var found, out _));
        Assert.Equal(isThere ? id : null, found?.Incident.Id);
    }

    [Fact]
    public async Task The_search_for_an_id_ends_after_its_days_says_how_far_it_is_and_reads_no_other_incident()
    {
        await FillAsync();
        var searched = new List<int>();
        var calls = new List<string>();
        var hooked = new HookedPorts(new SilentGroups(Task.CompletedTask), null!, _record, null!, at =>
        {
            calls.Add(at);
            return Task.CompletedTask;
        });
        var search = new IncidentSearch(hooked, new StandingTime(Today));

        Assert.Null(await FoundAsync(20)); // it began 20 days ago, and today counts
        Assert.Equal([8, 16, 20], searched);
        Assert.Equal("inc-old", await FoundAsync(21));
        Assert.DoesNotContain(calls, call => call.EndsWith(" Day", StringComparison.Ordinal));

        async Task<string?> FoundAsync(int days) =>
            (await search.FindAsync("inc-old", days, searched.Add, TestContext.Current.CancellationToken)).TryGet(out var found, out _)
                ? found?.Incident.Id
                : "failed";
    }

    [Fact]
    public async Task A_throttle_is_tried_again()
    {
        await FillAsync();
        var calls = 0;
        var hooked = new HookedPorts(new SilentGroups(Task.CompletedTask), null!, _record, null!, at =>
            at == "after FindIncident" && calls++ == 0 ? throw new IOException("throttled") : Task.CompletedTask);
        var time = new SkippingTime(Today);
        var search = new IncidentSearch(hooked, time) { Retry = new(new(), time, new Random(1), Today.AddMinutes(5)) };

        Assert.True((await search.FindAsync("inc-today", TestContext.Current.CancellationToken)).TryGet(out var found, out _));

        Assert.Equal("inc-today", found?.Incident.Id);
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_is_a_failure_and_not_an_empty_one()
    {
        var search = new IncidentSearch(new BrokenRecord(), new StandingTime(Today));

        Assert.NotNull((await search.LatestAsync(30, 50, TestContext.Current.CancellationToken)).FailureOrNull);
        Assert.NotNull((await search.OfGroupAsync("group", 30, 50, TestContext.Current.CancellationToken)).FailureOrNull);
        Assert.NotNull((await search.FindAsync("inc-today", TestContext.Current.CancellationToken)).FailureOrNull);
    }

    private async Task FillAsync()
    {
        foreach (var (id, days) in new[] { ("inc-yesterday", 1), ("inc-today", 0), ("inc-old", 20) })
        {
            await _record.BeginAsync(Incident(id, days), Today, id, TestContext.Current.CancellationToken);
        }
    }

    private static Incident Incident(string id, int daysAgo) => new(id, IncidentOutcome.Reverted, SampleGroups.Web())
    {
        Account = "111122223333",
        Region = "eu-west-1",
        Origins = [new("AuthorizeSecurityGroupIngress") { EventId = id, EventTime = Today.AddDays(-daysAgo) }],
        StartedAt = Today.AddDays(-daysAgo),
    };

    private static string Ids(CallResult<ImmutableArray<IncidentEntry>> result) => result.TryGet(out var entries, out var failure)
        ? string.Join(' ', entries.Select(entry => entry.Incident.Id))
        : throw new InvalidOperationException($"{failure}");
}
