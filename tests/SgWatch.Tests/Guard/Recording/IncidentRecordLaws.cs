using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Rules;

namespace SgWatch.Tests.Guard.Recording;

/// <summary>What every record of incidents promises, whatever it keeps them in.</summary>
public abstract class IncidentRecordLaws
{
    protected static readonly DateTimeOffset Noon = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);
    private int _tokens;

    protected StandingTime Time { get; } = new(Noon);

    /// <summary>An empty record on <see cref="Time"/>.</summary>
    protected abstract IIncidentRecord Record { get; }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;
    private DateTimeOffset Soon => Time.GetUtcNow() + TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Of_all_that_begin_an_incident_only_the_first_finds_nothing_there()
    {
        var (first, second) = (Incident(), Incident() with { PolicySource = "second" });

        Assert.Null(await Begin(first));
        var before = await Begin(second);

        Assert.Equal(IncidentJson.Write(first), IncidentJson.Write(before!.Incident));
        Assert.Equal(Soon, before.LeaseUntil);
        Assert.Equal(first.PolicySource, (await Begin(first))!.Incident.PolicySource);
        Assert.Equal(3, Assert.Single(await History()).Guards);
    }

    [Fact]
    public async Task Of_any_number_at_once_one_finds_nothing_there_and_one_is_to_notify()
    {
        var incident = Incident();
        Assert.Single(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Begin(incident))), entry => entry is null);
        Assert.Single(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => End(incident))), isOwn => isOwn);
    }

    [Fact]
    public async Task Who_ends_it_notifies_people_and_nobody_after_that()
    {
        var incident = Incident();
        await Begin(incident);

        Assert.True(await End(incident));
        Assert.False(await End(incident)); // the other is working on it
        Time.Move(TimeSpan.FromMinutes(1));
        Assert.True(await End(incident)); // the other is dead
        await Notified(incident);
        Time.Move(TimeSpan.FromMinutes(1));
        Assert.False(await End(incident));
        Assert.True(await End(incident, IncidentOutcome.Failed)); // which is news
        Assert.Equal(IncidentOutcome.Failed, Assert.Single(await History()).Incident.Outcome);
    }

    [Fact]
    public async Task Who_begins_again_for_want_of_an_answer_finds_what_was_there_the_first_time()
    {
        Assert.Null(await Begin(Incident(), "mine"));
        Assert.Null(await Begin(Incident(), "mine"));
        Assert.Equal(1, Assert.Single(await History()).Guards);

        Assert.Equal(1, (await Begin(Incident(), "yours"))!.Guards);
        Assert.Equal(1, (await Begin(Incident(), "yours"))!.Guards);
        Assert.Equal(1, (await Begin(Incident(), "mine"))!.Guards); // the other is working on it too by now
        Assert.Equal(2, Assert.Single(await History()).Guards);
    }

    [Fact]
    public async Task What_waits_is_one_entry_a_day_whoever_leaves_it_until_it_is_withdrawn_or_marked()
    {
        var waiting = Incident() with { Waits = ChangeBudget.Other, Outcome = IncidentOutcome.Intended };
        await Task.WhenAll(Begin(waiting), Begin(waiting with { StartedAt = waiting.StartedAt.AddHours(1) }));

        var entry = Assert.Single(await Day(isUnnotified: true));
        Assert.Equal((ChangeBudget.Other, 2), (entry.Incident.Waits, entry.Guards));
        Assert.Equal(Withdrawal.Shared, Value(await Record.WithdrawAsync(entry.Incident, Cancelled)));
        await Notified(entry.Incident);
        Assert.Empty(await Day(isUnnotified: true));
    }

    [Fact]
    public async Task Who_begins_again_what_had_ended_finds_it_ended()
    {
        await End(Incident());
        Assert.Equal(IncidentOutcome.Reverted, (await Begin(Incident(), "mine"))!.Incident.Outcome);
        Assert.Equal(IncidentOutcome.Reverted, (await Begin(Incident(), "mine"))!.Incident.Outcome);
    }

    [Fact]
    public async Task Who_ends_it_again_for_want_of_an_answer_is_still_to_tell_it()
    {
        var incident = Incident();
        Assert.True(await End(incident, idempotencyToken: "mine"));
        Assert.False(await End(incident, idempotencyToken: "yours"));
        Assert.True(await End(incident, idempotencyToken: "mine"));
        await Notified(incident);
        Assert.Null(Assert.Single(await History()).NotificationLeaseToken);
        Assert.False(await End(incident, idempotencyToken: "mine")); // another call by now, whatever its token
    }

    [Fact]
    public async Task What_was_never_begun_can_be_ended() // an alert, or a begin that was lost
    {
        Assert.True(await End(Incident()));
        Assert.Equal((IncidentOutcome.Reverted, null),
            (Assert.Single(await History()).Incident.Outcome, Assert.Single(await History()).Notified));
    }

    [Fact]
    public async Task What_was_never_written_cannot_be_marked_as_notified()
    {
        await Notified(Incident());
        Assert.Empty(await History());
    }

    [Fact]
    public async Task Who_is_alone_can_take_it_back()
    {
        await Begin(Incident());
        Assert.Equal(Withdrawal.Withdrawn, await Withdraw());
        Assert.Empty(await History());
        Assert.Null(await Begin(Incident()));
    }

    [Fact]
    public async Task What_two_are_at_or_one_has_ended_stays()
    {
        await Begin(Incident());
        await Begin(Incident());
        Assert.Equal(Withdrawal.Shared, await Withdraw());
        await End(Incident());
        Assert.Equal(Withdrawal.Ended, await Withdraw());
        Assert.Single(await History());
    }

    [Fact]
    public async Task What_was_never_begun_is_taken_back_at_once() => Assert.Equal(Withdrawal.Withdrawn, await Withdraw());

    [Fact]
    public async Task A_groups_history_is_its_own_since_a_time_and_oldest_first()
    {
        foreach (var minutes in (int[])[30, 10, 20])
        {
            await End(Incident($"inc-{minutes}", Noon.AddMinutes(-minutes)));
        }
        await End(Incident("inc-other", Noon) is var other
            ? other with { Before = other.Before with { GroupId = "sg-0000000000000000b" } }
            : other);

        Assert.Equal(["inc-20", "inc-10"], (await History(Noon.AddMinutes(-25))).Select(entry => entry.Incident.Id));
        Assert.Equal(["inc-30", "inc-20", "inc-10"], (await History(Noon.AddDays(-1))).Select(entry => entry.Incident.Id));
    }

    [Fact]
    public async Task A_days_incidents_are_those_that_began_on_it_latest_first()
    {
        foreach (var (id, started) in (
            List<(string, DateTimeOffset)>)[("inc-a", Noon), ("inc-b", Noon.AddHours(1)), ("inc-c", Noon.AddDays(-1)), (
                "inc-d", Noon.AddHours(-1))])
        {
            var incident = Incident(id) with { StartedAt = started };
            await End(incident);
            if (id == "inc-a")
            {
                await Notified(incident);
            }
        }

        Assert.Equal(["inc-b", "inc-a", "inc-d"], (await Day()).Select(entry => entry.Incident.Id));
        Assert.Equal(["inc-b", "inc-d"], (await Day(isUnnotified: true)).Select(entry => entry.Incident.Id));
        Assert.Equal(["inc-b", "inc-a"], (await Day(most: 2)).Select(entry => entry.Incident.Id));
    }

    [Fact]
    public async Task An_incident_that_goes_into_a_digest_is_marked_and_not_notified_alone()
    {
        var incident = Incident();
        await Begin(incident);
        Assert.True(await End(incident));
        Value(await Record.DeferAsync(incident, Cancelled));
        var entry = Assert.Single(await Day(isUnnotified: true));
        Assert.True(entry.IsInDigest);
        Assert.Equal(default, entry.NotificationLeaseUntil);
    }

    [Fact] // a thousand rules, each with the longest description: no item holds them
    public async Task An_incident_of_any_size_is_kept_in_full()
    {
        var incident = Incident() with { Planned = new(FatRules.Make(1000), []) };

        Assert.Null(await Begin(incident));
        Assert.Equal(IncidentJson.Write(incident), IncidentJson.Write((await Begin(incident))!.Incident));
        Assert.True(await End(incident));
        var ended = incident with { Outcome = IncidentOutcome.Reverted };
        Assert.Equal(IncidentJson.Write(ended), IncidentJson.Write(Assert.Single(await History()).Incident));
    }

    [Fact]
    public async Task An_incident_is_found_by_its_id_and_the_day_on_which_it_began()
    {
        await Begin(Incident("inc-0000000000000001"));
        await Begin(Incident("inc-0000000000000002"));
        Assert.Equal("inc-0000000000000002", (await Find("inc-0000000000000002", 0))?.Incident.Id);
        Assert.Null(await Find("inc-0000000000000002", -1));
        Assert.Null(await Find("inc-0000000000000003", 0));
    }

    protected static Incident Incident(string id = "inc-1", DateTimeOffset? at = null) =>
        new(id, IncidentOutcome.Intended, SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0"))
        {
            Account = "111122223333",
            Region = "eu-west-1",
            Origins = [new("AuthorizeSecurityGroupIngress") {
                EventId = id, EventTime = at ?? Noon.AddSeconds(-9), Account = "111122223333", Region = "eu-west-1" }],
            Planned = new([RuleText.Parse("ingress tcp/22 from 0.0.0.0/0") with { SecurityGroupRuleId = "sgr-1" }], []),
            StartedAt = Noon,
            EndedAt = Noon,
        };

    private string NextToken() => $"token-{Interlocked.Increment(ref _tokens)}";

    private async Task<IncidentEntry?> Begin(Incident incident, string? idempotencyToken = null) =>
        Value(await Record.BeginAsync(incident, Soon, idempotencyToken ?? NextToken(), Cancelled));

    private async Task<bool> End(Incident incident, IncidentOutcome outcome = IncidentOutcome.Reverted, string? idempotencyToken = null) =>
        Value(await Record.EndAsync(incident with { Outcome = outcome }, Soon, idempotencyToken ?? NextToken(), Cancelled));

    private async Task Notified(Incident incident) =>
        Value(await Record.MarkNotifiedAsync(incident with { Outcome = IncidentOutcome.Reverted }, Cancelled));

    private async Task<Withdrawal> Withdraw() => Value(await Record.WithdrawAsync(Incident(), Cancelled));

    private async Task<ImmutableArray<IncidentEntry>> History(DateTimeOffset? since = null) =>
        Value(await Record.HistoryAsync(IncidentKey.Of(Incident()).Group, since ?? Noon.AddDays(-1), Cancelled));

    private async Task<ImmutableArray<IncidentEntry>> Day(bool isUnnotified = false, int most = 100) =>
        Value(await Record.DayAsync(DateOnly.FromDateTime(Noon.UtcDateTime), isUnnotified, most, Cancelled));

    private async Task<IncidentEntry?> Find(string id, int days) =>
        Value(await Record.FindAsync(DateOnly.FromDateTime(Noon.UtcDateTime).AddDays(days), id, Cancelled));

    private static T Value<T>(CallResult<T> result) => Assert.IsType<CallResult<T>.Ok>(result).Value;
}
