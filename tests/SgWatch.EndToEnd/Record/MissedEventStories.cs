using SgWatch.EndToEnd.Lambda;
using SgWatch.EndToEnd.Tools;
using SgWatch.Guard;

namespace SgWatch.EndToEnd.Record;

/// <summary>Events lost, doubled, late and reversed: every later opening is closed by its event or by the next sweep.</summary>
[Collection(UsesMoto.Name)]
public sealed class MissedEventStories(MotoFixture moto) : OldAndNewStories(moto, "eu-west-1")
{
    [Fact]
    public async Task Old_open_rules_stay_over_every_sweep_and_are_listed()
    {
        var old = await OldRulesAsync();

        foreach (var hours in (int[])[0, 1, 1, 24, 24])
        {
            await SweepAsync(TimeSpan.FromHours(hours));
            Assert.Equal(old, await OldRulesAsync());
        }

        var debt = await DebtAsync();
        Assert.Equal(old.Order(), debt.Select(entry => entry.Text("ruleId")).Order());
        Assert.All(debt, entry => Assert.Equal("first-look", entry.Text("reason")));
    }

    [Fact]
    public async Task What_was_opened_unheard_goes_with_the_next_sweep()
    {
        await SettleAsync();
        var old = await OldRulesAsync();
        await Guard.Aws.AuthorizeAsync(Old, "5432", "0.0.0.0/0");

        var answer = await SweepAsync(TimeSpan.FromHours(1));

        var closed = Assert.Single(answer.Groups, group => group.GroupId == Old);
        Assert.Equal(GuardOutcome.Reverted, closed.Outcome);
        Assert.Null(closed.Incident!.MadeBy?.Actor); // nobody knows who made it: CloudTrail didn't answer
        Assert.Equal(old, await OldRulesAsync());
        Assert.Single(Guard.Notifications);
        var shown = await Guard.RunAsync("incidents", "show", closed.Incident.Id);
        Assert.Contains("ingress tcp/5432 from 0.0.0.0/0", shown.Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_rule_that_was_widened_unheard_goes_and_its_neighbours_stay()
    {
        await SettleAsync();
        var old = await OldRulesAsync();
        var ssh = (await Guard.IngressAsync(Old))[0].Text("SecurityGroupRuleId");
        await Guard.Aws.JsonAsync("ec2", "modify-security-group-rules", "--group-id", Old, "--security-group-rules",
            $"SecurityGroupRuleId={ssh},SecurityGroupRule={{IpProtocol=tcp,FromPort=0,ToPort=65535,CidrIpv4=0.0.0.0/0}}");

        await SweepAsync(TimeSpan.FromHours(1));

        Assert.Equal(old.Where(rule => rule != ssh), await OldRulesAsync());
    }

    [Fact]
    public async Task A_doubled_event_closes_once_and_people_are_notified_once()
    {
        await SettleAsync();
        var old = await OldRulesAsync();
        var opened = Guard.Opened(Old, await Guard.Aws.AuthorizeAsync(Old, "3389", "0.0.0.0/0"), 3389);

        var first = await Guard.HandleAsync(OpenedEvent.Batch(("m-1", opened), ("m-2", opened)));
        var second = await Guard.HandleAsync(opened);
        await SweepAsync(TimeSpan.FromHours(1));

        Assert.Equal(GuardOutcome.Reverted, first.Outcome);
        Assert.Equal(GuardOutcome.Compliant, second.Outcome);
        Assert.Single(Guard.Notifications);
        Assert.Equal(old, await OldRulesAsync());
    }

    [Fact]
    public async Task An_event_that_comes_after_the_sweep_that_closed_finds_nothing_to_do()
    {
        await SettleAsync();
        var old = await OldRulesAsync();
        var opened = Guard.Opened(Old, await Guard.Aws.AuthorizeAsync(Old, "3389", "0.0.0.0/0"), 3389);
        await SweepAsync(TimeSpan.FromHours(1));
        Assert.Equal(old, await OldRulesAsync());

        var late = await Guard.HandleAsync(opened);

        Assert.Equal(GuardOutcome.Compliant, late.Outcome);
        Assert.Single(Guard.Notifications);
        Assert.Equal(old, await OldRulesAsync());
    }

    [Fact]
    public async Task Events_in_reverse_order_close_what_is_open_and_nothing_else()
    {
        await SettleAsync();
        var old = await OldRulesAsync();
        var first = await Guard.Aws.AuthorizeAsync(Old, "3389", "0.0.0.0/0");
        var opened = Guard.Opened(Old, first, 3389);
        await Guard.Aws.JsonAsync("ec2", "revoke-security-group-ingress", "--group-id", Old, "--security-group-rule-ids", first);
        var closed = CallEvent.Of("RevokeSecurityGroupIngress",
            $$$"""{"groupId":"{{{Old}}}","securityGroupRuleIds":{"items":[{"securityGroupRuleId":"{{{first}}}"}]}}""",
            """{"_return":true}""", region: "eu-west-1", at: Guard.Time.GetUtcNow());
        var openedAgain = Guard.Opened(Old, await Guard.Aws.AuthorizeAsync(Old, "3389", "0.0.0.0/0"), 3389);

        foreach (var (message, outcome) in ((string, GuardOutcome)[])
            [(openedAgain, GuardOutcome.Reverted), (closed, GuardOutcome.Compliant), (opened, GuardOutcome.Compliant)])
        {
            Assert.Equal(outcome, (await Guard.HandleAsync(message)).Outcome);
            Assert.Equal(old, await OldRulesAsync());
        }
        await SweepAsync(TimeSpan.FromHours(1));
        Assert.Equal(old, await OldRulesAsync());
        Assert.Single(Guard.Notifications);
    }

    [Fact] // the guard's first day: a rule that neither an event nor CloudTrail knows may have been there before the guard
    public async Task On_the_first_day_what_nobody_knows_is_listed_and_what_an_event_names_is_closed()
    {
        await SweepAsync(TimeSpan.Zero);
        var unheard = await Guard.Aws.AuthorizeAsync(Old, "5432", "0.0.0.0/0");
        var heard = await Guard.Aws.AuthorizeAsync(Old, "3389", "0.0.0.0/0");

        await Guard.HandleAsync(Guard.Opened(Old, heard, 3389));
        await SweepAsync(TimeSpan.FromHours(1));

        var left = (await Guard.IngressAsync(Old)).Select(rule => rule.Text("SecurityGroupRuleId")).ToList();
        Assert.Contains(unheard, left);
        Assert.DoesNotContain(heard, left);
        Assert.DoesNotContain(await DebtAsync(), entry => entry.Text("ruleId") == unheard); // moto's CloudTrail may answer later

        await SweepAsync(TimeSpan.FromDays(1));

        Assert.Contains(await DebtAsync(), entry => entry.Text("ruleId") == unheard);
    }
}
