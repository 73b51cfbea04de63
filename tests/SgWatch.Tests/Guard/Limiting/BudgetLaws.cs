using CsCheck;
using SgWatch.Changes;
using SgWatch.Guard;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;
using SgWatch.Policies;

namespace SgWatch.Tests.Guard.Limiting;

/// <summary>The hour's budget against a slow, plain model: numbered seats, each for its kind, and a search for who sits where.</summary>
public sealed class BudgetLaws
{
    private static readonly AccountRegion Here = new("111122223333", "eu-west-1");

    private static readonly Gen<Step> AnyStep = Gen.Select(
        Gen.Int[0, 9], Gen.Bool, Gen.Bool, Gen.Int[0, 3], Gen.Int[0, 8], Gen.Int[0, 25],
        (group, isCritical, isWaiting, actor, giveBack, minutes) => new Step(group, isCritical, isWaiting, actor, giveBack == 0, minutes));

    [Fact]
    public Task A_change_is_made_exactly_if_the_model_finds_a_seat_for_every_group_of_the_hour() =>
        Gen.Select(Gen.Int[0, 12], AnyStep.Array[1, 40]).HoldsAsync(async pair =>
        {
            var (size, steps) = pair;
            var time = new StandingTime(new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));
            var options = new GuardOptions();
            var limiter = new ChangeLimiter(new MemoryCounters(time), new Limits(size), new Retry(
                options, time, new Random(1), DateTimeOffset.MaxValue));
            var taken = new List<Taken>();
            foreach (var step in steps)
            {
                time.Move(TimeSpan.FromMinutes(step.Minutes));
                var now = CounterStep.Of(time.GetUtcNow());
                taken.RemoveAll(change => change.At <= now - CounterStep.PerHour);
                var claim = new BudgetClaim(ChangeBudget.Made, $"sg-{step.Group}", step.IsCritical, step.IsWaiting,
                    step.Actor == 0 ? BudgetedChange.Unknown : $"{step.Actor}");

                var ticket = await limiter.TakeAsync(Here, claim, default);

                var known = taken.Exists(change => change.Claim.GroupId == claim.GroupId);
                var isExpected = known || HaveSeats(size, [.. taken.Select(change => change.Claim), claim]);
                Assert.Equal(isExpected, ticket is not null);
                // of two changes of one group, one in sixteen share a place
                var isShared = taken.Exists(other => other.At > now - CounterStep.PerInvocation && other.Ticket == ticket);
                if (ticket is not null && step.IsGivenBack && !isShared)
                {
                    await limiter.GiveBackAsync(ticket, default);
                }
                else if (ticket is not null)
                {
                    taken.Add(new(now, claim, ticket));
                }
                Assert.True(taken.Select(change => change.Claim.GroupId).Distinct().Count() <= size);
            }
        }, cases: 3000);

    [Fact]
    public async Task A_budget_larger_than_a_set_may_be_is_divided_among_several()
    {
        var time = new StandingTime(new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));
        var limiter = new ChangeLimiter(new MemoryCounters(time), new Limits(10_000), new Retry(
            new(), time, new Random(1), DateTimeOffset.MaxValue));
        var taken = 0;
        for (var i = 0; i < 5000; i++)
        {
            var claim = new BudgetClaim(ChangeBudget.Made, $"sg-{i:d17}", false, false, BudgetedChange.Unknown);
            taken += await limiter.TakeAsync(Here, claim, TestContext.Current.CancellationToken) is null ? 0 : 1;
        }
        Assert.InRange(taken, 4200, 4500); // 45 of 100 are for all
    }

    [Theory]
    [InlineData("sg-1 fresh - 0", "sg-1", false, false)]
    [InlineData("sg-1 waiting 0123456789ab f", "sg-1", false, true)]
    [InlineData("sg-1 critical - 0", "sg-1", true, false)]
    [InlineData("sg-1 waiting-critical - 0", "sg-1", true, true)]
    public void A_member_reads_back(string text, string groupId, bool isCritical, bool isWaiting)
    {
        Assert.True(BudgetedChange.TryParse(text, out var change));
        Assert.Equal((groupId, isCritical, isWaiting), (change.Value.GroupId, change.Value.IsCritical, change.Value.IsWaiting));
        Assert.Equal(text, change.Value.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("sg-1")]
    [InlineData("sg-1 fresh - 00")]
    [InlineData("sg-1 fresh -  0")]
    public void What_is_no_member_is_passed_over(string text) => Assert.False(BudgetedChange.TryParse(text, out _));

    // every group needs a seat of its own: one for all, or one for what it is
    private static bool HaveSeats(int size, List<BudgetClaim> claims)
    {
        var forCritical = size / 10;
        var forWaiting = (size - forCritical) / 2;
        var groups = claims.GroupBy(claim => claim.GroupId).ToList();
        var hasOwn = claims.Select(claim => claim.Actor).Where(actor => actor != BudgetedChange.Unknown).Distinct()
            .All(actor => actor != claims[^1].Actor
                || groups.Count(group => group.Any(claim => claim.Actor == actor)) <= Math.Ceiling(size / 2.0));
        var seatOf = new int?[size];
        return hasOwn && groups.Index().All(group => FindsSeat(group.Index, new bool[size]));

        bool FindsSeat(int group, bool[] asked)
        {
            for (var seat = 0; seat < size; seat++)
            {
                var isFor = seat < forCritical ? groups[group].Any(claim => claim.IsCritical)
                    : seat >= forCritical + forWaiting || groups[group].Any(claim => claim.IsWaiting);
                if (!isFor || asked[seat])
                {
                    continue;
                }
                asked[seat] = true;
                if (seatOf[seat] is not { } other || FindsSeat(other, asked))
                {
                    seatOf[seat] = group;
                    return true;
                }
            }
            return false;
        }
    }

    private sealed record Step(int Group, bool IsCritical, bool IsWaiting, int Actor, bool IsGivenBack, int Minutes);

    private sealed record Taken(long At, BudgetClaim Claim, BudgetTicket Ticket);
}
