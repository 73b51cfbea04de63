using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Verdicts;
using static SgWatch.Tests.Guard.Remembering.MemoryHarness;

namespace SgWatch.Tests.Guard.Remembering;

/// <summary>Who made a rule, and what a policy that changes means for rules that are there.</summary>
public sealed class MakersAndMeaningsTests
{
    [Fact]
    public async Task What_the_pipeline_made_is_kept_although_its_event_was_lost()
    {
        var world = await SweptAsync($"{NoSshExceptEdge}\n    unless-changed-by: [\"arn:aws:sts::*:assumed-role/deploy-pipeline\"]");
        var rule = world.Open(Ssh, MemoryHarness.Pipeline);

        await world.After(Hour).SweepAsync();
        await world.After(Hour).SweepAsync();
        await world.After(TimeSpan.FromDays(3)).SweepAsync();

        Assert.Equal([rule], world.Rules);
        Assert.Equal(BaselineReason.Kept, Assert.Single(world.Memory!.Baseline).Reason);
    }

    [Fact]
    public async Task A_lost_event_of_somebody_else_is_closed_by_the_second_sweep_where_a_pipeline_is_excepted()
    {
        var world = await SweptAsync($"{NoSshExceptEdge}\n    unless-changed-by: [\"arn:aws:sts::*:assumed-role/deploy-pipeline\"]");
        await world.After(TimeSpan.FromDays(2)).SweepAsync();
        world.Open(Ssh, "arn:aws:sts::111122223333:assumed-role/dev/deploy-pipeline");

        await world.After(Hour).SweepAsync();
        await world.After(Hour).SweepAsync();

        Assert.Empty(world.Rules);
    }

    [Fact] // before, one answer of CloudTrail that failed within the first day tolerated such a rule for good
    public async Task A_lost_event_of_the_first_day_is_closed_although_CloudTrail_throttles_once()
    {
        var world = await SweptAsync(NoSshExceptEdge);
        world.Open(Ssh);
        world.CloudTrailFails = new(CallFailureKind.Refused, "LookupEvents", "ThrottlingException", "made by the test");
        await world.After(Hour).SweepAsync();
        Assert.Single(world.Rules);

        world.CloudTrailFails = null;
        await world.After(Hour).SweepAsync();

        Assert.Empty(world.Rules);
    }

    [Fact]
    public async Task Before_the_first_listing_an_old_rule_stays_of_which_somebody_edits_the_description()
    {
        var world = new MemoryHarness(NoSshExceptEdge).After(-TimeSpan.FromDays(30));
        var rule = world.Open(Ssh);
        world.After(TimeSpan.FromDays(30) + TimeSpan.FromMinutes(2));

        await world.ModifyEventAsync(rule);
        await world.SweepAsync();

        Assert.Equal([rule], world.Rules);
    }

    [Fact]
    public async Task Before_the_first_listing_a_rule_is_closed_that_somebody_modified_to_what_is_forbidden()
    {
        var world = new MemoryHarness(NoSshExceptEdge);
        var rule = world.Open(Ssh);
        world.Forget(rule); // CloudTrail doesn't know a call yet that made it so

        await world.After(TimeSpan.FromMinutes(2)).ModifyEventAsync(rule);

        Assert.Empty(world.Rules);
    }

    [Fact]
    public async Task The_pipelines_rule_stays_although_somebody_edits_its_description_before_the_guard_saw_it()
    {
        var world = await SweptAsync($"{NoSshExceptEdge}\n    unless-changed-by: [\"arn:aws:sts::*:assumed-role/deploy-pipeline\"]");
        await world.After(TimeSpan.FromDays(2)).SweepAsync();
        var rule = world.Open(Ssh, MemoryHarness.Pipeline);

        await world.After(TimeSpan.FromMinutes(20)).ModifyEventAsync(rule);
        await world.After(Hour).SweepAsync();

        Assert.Equal([rule], world.Rules);
    }

    [Fact]
    public async Task A_new_guardrail_leaves_what_was_there_before_and_closes_what_came_since()
    {
        const string NoWord = "guardrails: [{ name: other, forbid: [{ ingress: tcp/1, from: world }] }]";
        var world = await SweptAsync(NoWord);
        var old = world.Open(Ssh);
        await world.After(Hour).SweepAsync();

        world.After(Hour).Write($"{NoSshExceptEdge}\n  - {{ name: other, forbid: [{{ ingress: tcp/1, from: world }}] }}");
        world.After(TimeSpan.FromMinutes(1)).Open("ingress tcp/22 from 0.0.0.0/1");
        await world.After(TimeSpan.FromMinutes(1)).SweepAsync();

        Assert.Equal([old], world.Rules);
        Assert.Equal(BaselineReason.NewGuardrail, Assert.Single(world.Memory!.Baseline).Reason);
    }

    [Fact]
    public async Task A_lenient_day_tolerates_nothing_and_a_renamed_guardrail_changes_nothing()
    {
        var world = await SweptAsync(NoSshExceptEdge);
        await world.After(TimeSpan.FromDays(2)).SweepAsync();
        world.Write(NoSshExceptEdge.Replace("allow: [{ ingress: tcp/22, from: world, groups: { tags: { tier: edge } } }]",
            "allow: [{ ingress: tcp/22, from: world }]", StringComparison.Ordinal));
        world.After(Hour).Open(Ssh);
        await world.After(Hour).SweepAsync();
        Assert.Single(world.Rules);

        world.After(TimeSpan.FromDays(1)).Write(NoSshExceptEdge.Replace("no-ssh", "ssh-is-closed", StringComparison.Ordinal));
        await world.After(Hour).SweepAsync();
        await world.After(Hour).SweepAsync();

        Assert.Empty(world.Rules);
    }

    [Fact]
    public async Task What_came_while_a_guardrail_observed_is_reported_once_and_tolerated_at_its_first_enforcement()
    {
        var world = await SweptAsync($"mode: observe\n{NoSshExceptEdge}");
        var rule = world.Open(Ssh);
        await world.EventAsync(rule);
        await world.After(Hour).SweepAsync();
        await world.After(Hour).SweepAsync();
        Assert.Single(world.Mail);

        world.After(Hour).Write(NoSshExceptEdge);
        await world.After(Hour).SweepAsync();
        await world.After(TimeSpan.FromDays(2)).SweepAsync();

        Assert.Equal([rule], world.Rules);
        Assert.Equal(BaselineReason.Observed, Assert.Single(world.Memory!.Baseline).Reason);
    }

    [Fact]
    public async Task Without_memory_a_young_event_is_acted_on_and_nothing_else_passes()
    {
        var world = new MemoryHarness(NoSshExceptEdge);
        var old = world.Open(Ssh);
        await world.After(Hour).SweepAsync();
        world.Store.Fails = true;
        var rule = world.Open("ingress tcp/22 from 0.0.0.0/1");

        Assert.Equal(GuardOutcome.Failed, (await world.LookAsync()).Outcome);
        await world.EventAsync(rule);
        Assert.Equal([old], world.Rules);
        var sweep = await world.After(Hour).SweepAsync();
        Assert.Equal(0, sweep.SweepsCompleted);

        world.Store.Fails = false;
        await world.After(Hour).SweepAsync();
        Assert.Equal([old], world.Rules);
    }

    [Fact]
    public async Task An_event_of_a_group_that_complies_costs_no_memory()
    {
        var world = await SweptAsync(NoSshExceptEdge);
        var calls = world.Store.Calls;

        await world.EventAsync(world.Open("ingress tcp/443 from 10.0.0.0/8"));

        Assert.Equal(calls, world.Store.Calls);
    }

    [Fact]
    public async Task Before_any_sweep_an_event_is_news_though_nobody_says_when_the_guard_was_deployed()
    {
        var world = new MemoryHarness(NoSshExceptEdge, saysWhenDeployed: false);
        var rule = world.Open(Ssh);

        await world.After(TimeSpan.FromSeconds(10)).EventAsync(rule);

        Assert.Empty(world.Rules);
    }

    [Fact]
    public async Task What_is_remembered_and_cannot_be_understood_is_not_taken_for_nothing()
    {
        var world = new MemoryHarness(NoSshExceptEdge);
        var old = world.Open(Ssh);
        await world.After(Hour).SweepAsync();
        await world.After(TimeSpan.FromDays(2)).SweepAsync();

        world.Store.IsGarbled = true;
        await world.After(Hour).LookAsync();
        await world.After(Hour).SweepAsync();

        Assert.Equal([old], world.Rules);
    }

    [Fact]
    public async Task Rules_made_and_removed_all_day_do_not_fill_the_memory()
    {
        var world = await SweptAsync(NoSshExceptEdge);
        for (var i = 0; i < 10; i++)
        {
            var made = Enumerable.Range(0, 50).Select(port => world.Open($"ingress tcp/{1000 + (50 * i) + port} from 10.0.0.0/8")).ToList();
            await world.After(TimeSpan.FromMinutes(10)).SweepAsync();
            made.ForEach(world.Close);
            await world.After(TimeSpan.FromMinutes(10)).SweepAsync();
        }

        Assert.InRange(world.Memory!.Rules.Count, 1, 200);
    }
}
