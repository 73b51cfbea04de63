using System.Globalization;
using SgWatch.Guard;
using SgWatch.Rules;
using static SgWatch.Tests.Guard.Remembering.MemoryHarness;

namespace SgWatch.Tests.Guard.Remembering;

/// <summary>Events that can't be read in full, and edits, beside a memory that has nothing of the group or can't be read.</summary>
public sealed class UnreadableEventTests
{
    private const string Web2 = "sg-2";

    [Fact] // nothing old may go: the listing hasn't come so far
    public async Task Before_the_first_listing_is_over_nothing_goes()
    {
        var world = new MemoryHarness(NoSshExceptEdge).After(Hour);
        world.Ec2.Put(Second());

        await world.HandleAsync(Cut(world, Web2));
        await world.After(Hour).SweepAsync();

        Assert.Single(world.Ec2.Groups[Web2].Rules);
    }

    [Fact] // it waited for the sweep, and nobody was notified
    public async Task During_the_first_look_a_group_that_no_sweep_has_settled_is_reported_and_waits_for_the_sweep()
    {
        var world = await SweptAsync(NoSshExceptEdge);
        world.Ec2.Put(Second());

        var answer = await world.HandleAsync(Cut(world, Web2));

        Assert.Equal((GuardOutcome.Alerted, false), (answer.Outcome, answer.MustRetry));
        Assert.Contains("a sweep decides", Assert.Single(world.Mail).Text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Single(world.Ec2.Groups[Web2].Rules);

        await world.After(Hour).SweepAsync();
        await world.After(Hour).SweepAsync();
        Assert.Single(world.Ec2.Groups[Web2].Rules);
    }

    [Fact]
    public async Task After_the_first_look_a_group_that_no_sweep_has_settled_is_new()
    {
        var world = await SweptAsync(NoSshExceptEdge);
        await world.After(Hour).SweepAsync();
        await world.After(TimeSpan.FromDays(2)).SweepAsync();
        world.Ec2.Put(Second());

        Assert.Equal(GuardOutcome.Reverted, (await world.HandleAsync(Cut(world, Web2))).Outcome);
        Assert.Empty(world.Ec2.Groups[Web2].Rules);
    }

    [Fact] // only the memory could tell whether more than its description changed
    public async Task Without_memory_an_edited_rule_waits()
    {
        var (world, _) = await WithoutMemoryAsync();
        var rule = world.Open(Ssh);

        var answer = await world.HandleAsync(Edited(world, rule));

        Assert.Equal((GuardOutcome.Failed, true), (answer.Outcome, answer.MustRetry));
        Assert.Contains(rule, world.Rules);
    }

    [Fact]
    public async Task Without_memory_a_rule_that_a_young_event_made_goes_though_another_has_edited_it_since()
    {
        var (world, old) = await WithoutMemoryAsync();
        var rule = world.Open(Ssh);

        await world.HandleAsync(GuardHarness.Batch(Made(world, rule), Edited(world, rule)));

        Assert.Equal([old], world.Rules);
    }

    private static async Task<(MemoryHarness World, string Old)> WithoutMemoryAsync()
    {
        var world = new MemoryHarness(NoSshExceptEdge);
        var old = world.Open(Ssh);
        await world.After(Hour).SweepAsync();
        world.Store.Fails = true;
        return (world, old);
    }

    private static SecurityGroup Second() => new(Web2, "web-2")
    {
        VpcId = "vpc-1",
        OwnerId = Account,
        Region = Region,
        Rules = [RuleText.Parse(Ssh) with { SecurityGroupRuleId = "sgr-9999" }],
    };

    private static string Cut(MemoryHarness world, string groupId) => Record(world, "AuthorizeSecurityGroupIngress", $$$"""
        "requestParameters":{"groupId":"{{{groupId}}}","omitted":true},"responseElements":{"omitted":true}
        """);

    // as a complying rule
    private static string Made(MemoryHarness world, string id) => Record(world, "AuthorizeSecurityGroupIngress", $$$"""
        "requestParameters":{"groupId":"sg-1","ipPermissions":{"items":[
          {"ipProtocol":"tcp","fromPort":22,"toPort":22,"ipRanges":{"items":[{"cidrIp":"10.0.0.0/8"}]} }]} },
        "responseElements":{"_return":true,"securityGroupRuleSet":{"items":[
          {"groupId":"sg-1","securityGroupRuleId":"{{{id}}}","isEgress":false,
           "ipProtocol":"tcp","fromPort":22,"toPort":22,"cidrIpv4":"10.0.0.0/8"}]} }
        """);

    private static string Edited(MemoryHarness world, string id) => Record(world, "ModifySecurityGroupRules", $$$"""
        "requestParameters":{"ModifySecurityGroupRulesRequest":{"GroupId":"sg-1","SecurityGroupRule":
          {"SecurityGroupRuleId":"{{{id}}}","tag":1,"SecurityGroupRule":
            {"CidrIpv4":"0.0.0.0/0","FromPort":22,"ToPort":22,"IpProtocol":"tcp"} } } },
        "responseElements":{"ModifySecurityGroupRulesResponse":{"return":true} }
        """);

    private static string Record(MemoryHarness world, string eventName, string elements)
    {
        var time = world.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return $$$"""
            {"eventSource":"ec2.amazonaws.com","eventName":"{{{eventName}}}","awsRegion":"{{{Region}}}","eventTime":"{{{time}}}",
             "recipientAccountId":"{{{Account}}}","eventID":"{{{eventName}}} {{{time}}}",
             "userIdentity":{"type":"AssumedRole","arn":"{{{Dev}}}"},{{{elements}}}}
            """;
    }
}
