namespace SgWatch.Lab.Tests.Ec2;

/// <summary>What reading calls see of a change that was just made.</summary>
public sealed class GroupViewsTests : LabFixture
{
    [Fact]
    public async Task A_new_group_and_a_new_rule_are_invisible_for_a_while_and_what_is_older_is_seen()
    {
        var old = await CreateGroupAsync("old");
        Lab.Account.Settings.AppearDelay = TimeSpan.FromSeconds(10);
        var fresh = await CreateGroupAsync("fresh");
        var rule = await AuthorizeAsync(old, "IpProtocol=tcp&FromPort=22&ToPort=22&CidrIp=0.0.0.0/0");

        Assert.Equal("InvalidGroup.NotFound", (await Client.Ec2Async("DescribeSecurityGroups", $"GroupId.1={fresh}")).Code);
        Assert.DoesNotContain(fresh, (await Client.Ec2Async("DescribeSecurityGroups")).Texts("groupId"));
        Assert.DoesNotContain(rule, await RuleIdsAsync(old));
        Assert.Equal("InvalidSecurityGroupRuleId.NotFound",
            (await Client.Ec2Async("DescribeSecurityGroupRules", $"SecurityGroupRuleId.1={rule}")).Code);
        Assert.NotEmpty(await RuleIdsAsync(old)); // its egress
        Assert.Contains("ingress tcp/22 from 0.0.0.0/0", Rules(old)); // it is there

        Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Contains(rule, await RuleIdsAsync(old));
        Assert.Contains(fresh, (await Client.Ec2Async("DescribeSecurityGroups")).Texts("groupId"));
    }

    [Fact]
    public async Task A_change_made_while_reads_are_fresh_is_not_forgotten_when_they_become_late()
    {
        var settings = Lab.Account.Settings;
        settings.ReadDelay = TimeSpan.FromSeconds(5);
        var group = await CreateGroupAsync("web");
        Time.Advance(TimeSpan.FromMinutes(1));
        settings.ReadDelay = TimeSpan.Zero;
        var rule = await AuthorizeAsync(group, "IpProtocol=tcp&FromPort=22&ToPort=22&CidrIp=0.0.0.0/0");
        Time.Advance(TimeSpan.FromMinutes(1));

        settings.ReadDelay = TimeSpan.FromSeconds(5);

        Assert.Contains(rule, await RuleIdsAsync(group));
    }

    private async Task<IReadOnlyList<string>> RuleIdsAsync(string group) =>
        (await Client.Ec2Async("DescribeSecurityGroupRules", $"Filter.1.Name=group-id&Filter.1.Value.1={group}"))
            .Texts("securityGroupRuleId");
}
