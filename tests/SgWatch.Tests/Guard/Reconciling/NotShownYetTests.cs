using SgWatch.Guard;
using SgWatch.Rules;
using static SgWatch.Tests.Guard.GuardHarness;
using static SgWatch.Tests.Verdicts.JudgeCalls;

namespace SgWatch.Tests.Guard.Reconciling;

/// <summary>EC2 shows a new rule or group late. What a fresh event names and no reading shows isn't believed to be gone.</summary>
public sealed class NotShownYetTests
{
    private const string Ssh = "ingress tcp/22 from 0.0.0.0/0";
    private const string List = "pl-0123456789abcdef0";

    private readonly GuardHarness _harness = new();

    [Fact] // it was one read, and "compliant" for ever
    public async Task A_rule_that_the_first_reading_lacks_is_looked_for_again_and_closed()
    {
        var group = PutWithout(SampleGroups.Web(Ssh), shownAtRead: 3);

        var answer = await _harness.HandleAsync(Authorized(group, "sgr-1"));

        Assert.Equal((GuardOutcome.Reverted, false), (answer.Outcome, answer.MustRetry));
        Assert.Empty(_harness.RuleIds(group));
        var incident = Assert.Single(_harness.Incidents);
        Assert.Equal("sgr-1", Assert.Single(incident.Findings).Rule!.SecurityGroupRuleId);
    }

    [Fact]
    public async Task While_its_event_is_fresh_a_rule_that_is_not_shown_is_handed_back()
    {
        var group = PutWithout(SampleGroups.Web(Ssh), shownAtRead: 1000);

        var answer = await _harness.HandleAsync(Batch(Authorized(group, "sgr-1"), Event("CreateTags", "sg-0")));

        Assert.Equal(["m1"], answer.FailedMessageIds);
        Assert.Equal("NotShownYet", Assert.Single(answer.Groups, result => result.GroupId == group.GroupId).Failure?.Code);
        Assert.Empty(_harness.Mail);
    }

    [Fact] // EC2's guide: up to five minutes
    public async Task When_its_event_is_five_minutes_old_a_rule_that_is_not_shown_is_gone()
    {
        var group = PutWithout(SampleGroups.Web(Ssh), shownAtRead: 1000);
        _harness.Time.Move(TimeSpan.FromMinutes(5));

        var answer = await _harness.HandleAsync(Batch(Authorized(group, "sgr-1")));

        Assert.Empty(answer.FailedMessageIds);
        Assert.Equal(["Read"], _harness.Ec2.Calls);
    }

    [Fact]
    public async Task What_is_shown_is_closed_before_the_rest_is_looked_for_and_each_is_reported_once()
    {
        var group = PutWithout(SampleGroups.Web(Ssh, "ingress tcp/23 from 0.0.0.0/0"), shownAtRead: 5);

        var answer = await _harness.HandleAsync(Authorized(group, "sgr-1", "sgr-2"));

        Assert.False(answer.MustRetry);
        Assert.Empty(_harness.RuleIds(group));
        Assert.Equal(2, _harness.Mail.Count);
        Assert.Equal(["sgr-2", "sgr-1"], _harness.Incidents.Select(incident => Assert.Single(incident.Revoked).SecurityGroupRuleId));
        Assert.NotEqual(_harness.Incidents[0].Id, _harness.Incidents[1].Id);
    }

    [Fact]
    public async Task What_the_guard_took_away_before_is_not_waited_for()
    {
        var group = Put(SampleGroups.Web(Ssh));
        await _harness.HandleAsync(Authorized(group, "sgr-1"));
        _harness.Ec2.Calls.Clear();

        var again = await _harness.HandleAsync(Authorized(group, "sgr-1"));

        Assert.Equal((GuardOutcome.Compliant, false), (again.Outcome, again.MustRetry));
        Assert.Equal(["Read"], _harness.Ec2.Calls);
    }

    [Theory]
    [InlineData("""{"groupId":"GROUP","securityGroupRuleIds":{"items":[{"securityGroupRuleId":"sgr-1"}]}}""", """{"_return":true}""")]
    [InlineData(
        """{"groupId":"GROUP","ipPermissions":{}}""", """{"revokedSecurityGroupRuleSet":{"items":[{"securityGroupRuleId":"sgr-1"}]}}""")]
    public async Task What_an_event_of_the_batch_says_to_be_revoked_is_not_waited_for(string request, string response)
    {
        var group = Put(SampleGroups.Web(Ssh) with { Rules = [] });

        var answer = await _harness.HandleAsync(Batch(Authorized(group, "sgr-1"), $$$"""
            {"eventSource":"ec2.amazonaws.com","awsRegion":"eu-west-1","recipientAccountId":"111122223333","eventID":"e2",
             "eventTime":"2026-08-01T11:59:55Z","eventName":"RevokeSecurityGroupIngress",
             "requestParameters":{{{request}}},"responseElements":{{{response}}} }
            """.Replace("GROUP", group.GroupId, StringComparison.Ordinal)));

        Assert.Empty(answer.FailedMessageIds);
        Assert.Equal(["Read"], _harness.Ec2.Calls);
    }

    [Fact] // a read after Modify may show the rule as it was
    public async Task An_edit_that_the_first_reading_does_not_show_is_looked_for_again()
    {
        var harness = new GuardHarness(Policy("guardrails: [{ name: no-ssh, forbid: [{ ingress: tcp/22, from: world }] }]"));
        var group = SampleGroups.Web("ingress tcp/22 from 10.0.0.0/8");
        harness.Ec2.Put(group);
        ShowAtRead(harness, 2, _ => SampleGroups.Web(Ssh), group.GroupId);

        var answer = await harness.HandleAsync($$$"""
            {"eventSource":"ec2.amazonaws.com","awsRegion":"eu-west-1","recipientAccountId":"111122223333","eventID":"e2",
             "eventTime":"2026-08-01T11:59:55Z","eventName":"ModifySecurityGroupRules",
             "requestParameters":{"ModifySecurityGroupRulesRequest":{"GroupId":"{{{group.GroupId}}}","SecurityGroupRule":
               {"SecurityGroupRuleId":"sgr-1","tag":1,"SecurityGroupRule":
                 {"CidrIpv4":"0.0.0.0/0","FromPort":22,"ToPort":22,"IpProtocol":"tcp"} } } },
             "responseElements":{"ModifySecurityGroupRulesResponse":{"return":true} } }
            """);

        Assert.Equal(GuardOutcome.Reverted, answer.Outcome);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(6, false)]
    public async Task A_group_that_stays_invisible_is_gone_once_its_event_is_no_longer_fresh(int minutes, bool isHandedBack)
    {
        _harness.Time.Move(TimeSpan.FromMinutes(minutes));

        var answer = await _harness.HandleAsync(Batch(Authorized(SampleGroups.Web(), "sgr-1"), NewVpc));

        Assert.Equal(isHandedBack ? ["m1", "m2"] : [], answer.FailedMessageIds.Order(StringComparer.Ordinal));
        Assert.Empty(_harness.Mail);
    }

    [Theory]
    [InlineData("RevokeSecurityGroupIngress")] // of a group that was deleted then, as Terraform does
    [InlineData("UpdateSecurityGroupRuleDescriptionsIngress")]
    public async Task A_group_of_which_an_event_says_nothing_new_is_gone_when_it_is_not_there(string eventName)
    {
        var answer = await _harness.HandleAsync(Batch(Event(eventName, SampleGroups.Web().GroupId)));

        Assert.Empty(answer.FailedMessageIds);
    }

    [Fact]
    public async Task A_version_of_a_list_that_is_not_shown_yet_makes_the_inspection_fail()
    {
        var group = Put(SampleGroups.Web($"ingress tcp/22 from {List}"));
        _harness.Ec2.PutPrefixList(List, "10.0.0.0/8"); // the lab's first version

        Assert.True((await _harness.HandleAsync(ListModified(currentVersion: 1), TimeSpan.FromSeconds(10))).MustRetry);

        _harness.Time.Move(TimeSpan.FromMinutes(5));
        Assert.False((await _harness.HandleAsync(ListModified(currentVersion: 1), TimeSpan.FromSeconds(10))).MustRetry);
        Assert.Equal(["sgr-1"], _harness.RuleIds(group));
    }

    [Fact]
    public async Task A_list_whose_version_is_shown_is_believed()
    {
        var group = Put(SampleGroups.Web($"ingress tcp/22 from {List}"));
        _harness.Ec2.PutPrefixList(List, "0.0.0.0/0");

        Assert.Equal(GuardOutcome.Reverted, (await _harness.HandleAsync(ListModified(currentVersion: 0))).Outcome);
        Assert.Empty(_harness.RuleIds(group));
    }

    private static string NewVpc => Event("CreateVpc", "").Replace(
        "\"responseElements\":{", "\"responseElements\":{\"vpc\":{\"vpcId\":\"vpc-0123456789abcdef0\"},", StringComparison.Ordinal);

    private static string ListModified(int currentVersion) => $$$"""
        {"eventSource":"ec2.amazonaws.com","awsRegion":"eu-west-1","recipientAccountId":"111122223333","eventID":"e3",
         "eventTime":"2026-08-01T11:59:55Z","eventName":"ModifyManagedPrefixList",
         "requestParameters":{"ModifyManagedPrefixListRequest":{"PrefixListId":"{{{List}}}","CurrentVersion":{{{currentVersion}}},
           "AddEntry":{"Cidr":"0.0.0.0/0","tag":1} } },
         "responseElements":{"ModifyManagedPrefixListResponse":{"prefixList":{"prefixListId":"{{{List}}}"} } } }
        """;

    // EC2 shows the group's first rule only from some reading on
    private SecurityGroup PutWithout(SecurityGroup group, int shownAtRead)
    {
        Put(group with { Rules = group.Rules.RemoveAt(0) });
        ShowAtRead(_harness, shownAtRead, now => now with { Rules = now.Rules.Add(group.Rules[0]) }, group.GroupId);
        return group;
    }

    private static void ShowAtRead(GuardHarness harness, int read, Func<SecurityGroup, SecurityGroup> change, string groupId)
    {
        var reads = 0;
        harness.Ec2.OnCall = name =>
        {
            if (name == "Read" && ++reads == read)
            {
                harness.Ec2.Put(change(harness.Ec2.Groups[groupId]));
            }
        };
    }

    private SecurityGroup Put(SecurityGroup group)
    {
        _harness.Ec2.Put(group);
        return group;
    }
}
