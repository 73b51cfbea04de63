using SgWatch.Calls;
using SgWatch.Rules;
using SgWatch.Verdicts;
using static SgWatch.Tests.Guard.Remembering.MemoryHarness;

namespace SgWatch.Tests.Guard.Remembering;

/// <summary>A rule whose author isn't known yet: how long the guard waits, and of what people are notified. POLICY: "Who".</summary>
public sealed class AwaitedAuthorTests
{
    private const string ExceptPipeline = $"{NoSshExceptEdge}\n    unless-changed-by: [\"arn:aws:sts::*:assumed-role/deploy-pipeline\"]";

    private static readonly CallFailure Refused = new(CallFailureKind.Refused, "LookupEvents", "AccessDenied", "made by the test");

    [Fact]
    public async Task If_CloudTrail_cannot_be_asked_people_are_notified_and_the_rule_goes_after_a_day()
    {
        var world = await SettledAsync(ExceptPipeline);
        world.CloudTrailFails = Refused;
        var rule = world.Open(Ssh);

        await world.After(Hour).SweepAsync();
        await world.After(Hour).SweepAsync();
        var mails = world.Mail.Count(mail => mail.Text.Contains(rule, StringComparison.Ordinal));
        Assert.Equal([rule], world.Rules);
        for (var i = 0; i < 22; i++)
        {
            await world.After(Hour).SweepAsync();
        }
        await world.After(Hour).SweepAsync();
        await world.After(Hour).SweepAsync();

        Assert.Equal(1, mails);
        Assert.Empty(world.Rules);
    }

    [Fact]
    public async Task A_reading_without_the_rule_does_not_begin_the_wait_anew()
    {
        var world = await SettledAsync(ExceptPipeline);
        var rule = world.Open(Ssh);
        await world.After(TimeSpan.FromMinutes(5)).SweepAsync();

        var group = world.Ec2.Groups["sg-1"];
        world.Ec2.Put(group with { Rules = [] });
        await world.After(TimeSpan.FromMinutes(15)).SweepAsync();
        world.Ec2.Put(group);
        Assert.Equal([rule], world.Rules);
        await world.After(TimeSpan.FromMinutes(16)).SweepAsync();

        Assert.Empty(world.Rules);
    }

    [Fact]
    public async Task A_rule_made_long_after_the_one_that_was_accepted_before_it_came_is_new()
    {
        var world = await SettledAsync(NoSshExceptEdge);
        await ExpectAsync(world);

        world.After(TimeSpan.FromHours(10)).Open(Ssh);
        await world.After(Hour).LookAsync();
        await world.After(Hour).SweepAsync();

        Assert.Empty(world.Rules);
    }

    [Fact]
    public async Task A_rule_made_soon_after_it_was_accepted_stays_although_the_next_sweep_comes_late()
    {
        var world = await SettledAsync(NoSshExceptEdge);
        await ExpectAsync(world);

        var rule = world.After(TimeSpan.FromMinutes(5)).Open(Ssh);
        await world.After(TimeSpan.FromHours(10)).LookAsync();
        await world.After(Hour).SweepAsync();

        Assert.Equal([rule], world.Rules);
        Assert.Equal(BaselineReason.Accepted, Assert.Single(world.Memory!.Baseline).Reason);
    }

    [Fact]
    public async Task However_many_rules_wait_for_their_author_a_sweep_asks_ten_times_and_all_go()
    {
        var world = await SettledAsync(ExceptPipeline);
        await world.After(TimeSpan.FromDays(2)).SweepAsync();
        for (var i = 0; i < 25; i++)
        {
            world.Open($"ingress tcp/22 from {i + 11}.0.0.0/8");
        }
        await world.After(Hour).SweepAsync();
        var before = world.Lookups;

        await world.After(Hour).SweepAsync();

        Assert.InRange(world.Lookups - before, 1, 13); // and three times afterwards, for the message
        Assert.Empty(world.Rules);
    }

    [Fact] // the new rule takes the old one's place, and then its own event comes once more
    public async Task A_complying_rule_made_anew_stays_although_its_event_comes_after_it_was_settled()
    {
        const string World = "guardrails: [{ name: no-ssh, forbid: [{ ingress: tcp/22, from: world }] }]";
        var world = new MemoryHarness(World);
        var wide = world.Open(Ssh);
        var old = world.Open("ingress tcp/22 from 8.8.0.0/16");
        await world.After(Hour).SweepAsync();
        await world.After(TimeSpan.FromDays(2)).SweepAsync();

        world.After(Hour).Close(old);
        var anew = world.Open("ingress tcp/22 from 8.8.0.0/16");
        await world.After(TimeSpan.FromMinutes(1)).EventAsync(anew);
        await world.After(TimeSpan.FromMinutes(1)).EventAsync(anew);
        await world.After(TimeSpan.FromMinutes(1)).EventAsync(anew);

        Assert.Equal([wide, anew], world.Rules);
    }

    private static async Task<MemoryHarness> SettledAsync(string policy)
    {
        var world = await SweptAsync(policy);
        await world.After(TimeSpan.FromDays(2)).SweepAsync();
        return world;
    }

    private static async Task ExpectAsync(MemoryHarness world)
    {
        var memory = world.Memory! with { Expected = [new(RuleText.Parse(Ssh), BaselineReason.Accepted, world.Time.GetUtcNow())] };
        var read = await world.Store.ReadAsync(new(Account, Region), "sg-1", TestContext.Current.CancellationToken);
        Assert.True(read.TryGet(out var stored, out _));
        await world.Store.WriteAsync(new(Account, Region), memory, stored.Version, TestContext.Current.CancellationToken);
    }
}
