using SgWatch.Guard;
using SgWatch.Guard.Remembering;
using SgWatch.Guard.Retrying;
using SgWatch.Rules;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;
using static SgWatch.Tests.Guard.Remembering.MemoryHarness;

namespace SgWatch.Tests.Guard.Remembering;

/// <summary>What was there before stays; everything else goes, whoever finds it. POLICY: "Old and new".</summary>
public sealed class OldAndNewTests
{
    [Fact]
    public async Task What_the_first_listing_shows_stays_and_is_written_down()
    {
        var world = new MemoryHarness(NoSshExceptEdge);
        var old = world.Open(Ssh);
        await world.After(Hour).SweepAsync();
        await world.After(Hour).SweepAsync();
        await world.After(Hour).LookAsync();

        Assert.Equal([old], world.Rules);
        var entry = Assert.Single(world.Memory!.Baseline);
        Assert.Equal((BaselineReason.FirstLook, old), (entry.Reason, entry.RuleId));
    }

    [Fact]
    public async Task A_rule_whose_event_is_lost_is_closed_by_the_next_sweep_and_its_author_is_named()
    {
        var world = await SweptAsync(NoSshExceptEdge);
        world.Open(Ssh);

        var response = await world.After(Hour).SweepAsync();

        Assert.Empty(world.Rules);
        Assert.Equal(GuardOutcome.Reverted, response.Outcome);
    }

    [Fact]
    public async Task A_rule_of_a_lost_event_is_closed_by_another_event_of_the_group_too()
    {
        var world = await SweptAsync(NoSshExceptEdge);
        await world.After(TimeSpan.FromDays(2)).SweepAsync();
        world.Open(Ssh);

        await world.After(Hour).LookAsync();

        Assert.Empty(world.Rules);
    }

    [Fact]
    public async Task An_event_after_deployment_makes_a_rule_new_although_the_first_listing_showed_it()
    {
        var world = new MemoryHarness(NoSshExceptEdge).After(TimeSpan.FromMinutes(1));
        var rule = world.Open(Ssh);
        await world.After(TimeSpan.FromMinutes(1)).SweepAsync();
        Assert.Equal([rule], world.Rules);

        await world.After(TimeSpan.FromMinutes(1)).EventAsync(rule);

        Assert.Empty(world.Rules);
    }

    [Fact]
    public async Task A_rule_that_the_first_listing_lacked_and_no_call_is_known_of_is_tolerated()
    {
        var world = await SweptAsync(NoSshExceptEdge);
        var rule = world.Open(Ssh);
        world.Forget(rule); // made a minute before deployment, and shown late

        await world.After(Hour).SweepAsync();

        Assert.Equal([rule], world.Rules);
    }

    [Fact]
    public async Task A_borrowed_tag_taken_off_closes_what_it_permitted_at_once_if_the_rule_is_fresh()
    {
        var world = await SweptAsync(NoSshExceptEdge);
        world.Tag("tier", "edge");
        var rule = world.Open(Ssh);
        await world.EventAsync(rule);
        await world.After(Hour).SweepAsync();
        Assert.Equal([rule], world.Rules);

        world.Tag("tier", null);
        await world.After(Hour).SweepAsync();

        Assert.Empty(world.Rules);
    }

    [Fact]
    public async Task An_old_rule_that_turned_is_reported_and_goes_with_the_first_look_after_half_an_hour()
    {
        var (world, rule) = await OldRuleOfTheEdgeAsync();

        world.Tag("tier", null);
        Assert.Equal(GuardOutcome.Alerted, (await world.After(Hour).SweepAsync()).Outcome);
        Assert.Equal([rule], world.Rules);
        await world.After(TimeSpan.FromMinutes(10)).LookAsync();
        Assert.Equal([rule], world.Rules);
        Assert.Single(world.Mail);

        await world.After(Hour).SweepAsync();
        Assert.Empty(world.Rules);
    }

    [Fact] // before, it went beside a neighbour that a person had put back
    public async Task A_rule_that_has_complied_since_a_tag_went_stays_beside_a_neighbour_that_a_person_put_back()
    {
        var world = new MemoryHarness(NoSshExceptEdge);
        world.Tag("tier", "edge");
        var half = world.Open("ingress tcp/22 from 8.0.0.0/9");
        world.Forget(half);
        world.Forget(world.Open(Ssh));
        await world.SweepAsync();
        await world.After(Hour).SweepAsync();
        world.Tag("tier", null);
        await world.After(Hour).SweepAsync();
        await world.After(Hour).SweepAsync();
        await world.After(Hour).SweepAsync();
        Assert.Equal([half], world.Rules);

        var now = world.Time.GetUtcNow();
        var editor = new MemoryEditor(world.Store, new Retry(new(), world.Time, new Random(1), now + Hour));
        await editor.EditAsync(new(Account, Region), "sg-1", now,
            memory => memory.Expecting([new(RuleText.Parse(Ssh), BaselineReason.Undone, now)]), TestContext.Current.CancellationToken);
        var back = world.Open(Ssh);
        await world.After(TimeSpan.FromMinutes(1)).EventAsync(back);
        await world.After(Hour).SweepAsync();
        await world.After(Hour).SweepAsync();

        Assert.Equal([half, back], world.Rules);
    }

    [Fact]
    public async Task A_tag_that_comes_back_within_the_notice_closes_nothing()
    {
        var (world, rule) = await OldRuleOfTheEdgeAsync();

        world.Tag("tier", null);
        await world.LookAsync();
        world.Tag("tier", "edge");
        await world.After(TimeSpan.FromMinutes(20)).LookAsync();
        await world.After(Hour).SweepAsync();

        Assert.Equal([rule], world.Rules);
        Assert.Single(world.Mail);
    }

    [Fact]
    public async Task No_old_rule_goes_because_of_a_new_neighbour()
    {
        var world = new MemoryHarness();
        var old = world.Open("ingress tcp/22 from 8.0.0.0/9");
        await world.After(Hour).SweepAsync();
        world.Open("ingress tcp/22 from 3.0.0.0/10");
        world.Open("ingress tcp/22 from 3.64.0.0/10");

        await world.After(Hour).SweepAsync();

        Assert.Contains(old, world.Rules);
        Assert.Equal(2, world.Rules.Count());
    }

    [Fact]
    public async Task A_rule_made_anew_within_the_hour_takes_the_old_ones_place()
    {
        var world = new MemoryHarness(NoSshExceptEdge);
        var old = world.Open(Ssh);
        await world.After(Hour).SweepAsync();
        await world.After(TimeSpan.FromDays(2)).SweepAsync();

        world.Close(old);
        await world.After(Hour).SweepAsync();
        var anew = world.Open(Ssh);
        await world.After(TimeSpan.FromMinutes(10)).SweepAsync();
        Assert.Equal([anew], world.Rules);

        world.Close(anew);
        await world.After(Hour).SweepAsync();
        world.After(TimeSpan.FromHours(2)).Open(Ssh);
        await world.After(TimeSpan.FromMinutes(10)).SweepAsync();
        Assert.Empty(world.Rules);
    }

    // there before the guard, and permitted by a tag
    private static async Task<(MemoryHarness World, string Rule)> OldRuleOfTheEdgeAsync()
    {
        var world = new MemoryHarness(NoSshExceptEdge);
        world.Tag("tier", "edge");
        var rule = world.Open(Ssh);
        await world.After(Hour).SweepAsync();
        await world.After(TimeSpan.FromDays(2)).SweepAsync();
        return (world, rule);
    }
}
