using SgWatch.Guard;
using SgWatch.Incidents;
using SgWatch.Rules;
using static SgWatch.Tests.Guard.GuardHarness;
using static SgWatch.Tests.Verdicts.JudgeCalls;

namespace SgWatch.Tests.Guard;

/// <summary>The actor belongs to each rule: what others did at the same moment says nothing about it.</summary>
public sealed class WhoMadeItTests
{
    private const string Pipeline = "arn:aws:sts::111122223333:assumed-role/pipeline/run-1";
    private const string Eve = "arn:aws:sts::111122223333:assumed-role/dev/eve";
    private const string Ssh = "ingress tcp/22 from 0.0.0.0/0";

    private const string Guardrail = """
        guardrails:
          - name: no-world
            unless-changed-by: ["arn:aws:iam::*:role/pipeline", elasticmapreduce.amazonaws.com]
            forbid: [{ ingress: any, from: world }]
        """;

    private readonly GuardHarness _harness = new(Policy(Guardrail));

    [Theory]
    [InlineData("""
        "eventName":"CreateTags","requestParameters":{"resourcesSet":{"items":[{"resourceId":"GROUP"}]}},"responseElements":null
        """)]
    [InlineData("""
        "eventName":"RevokeSecurityGroupIngress","requestParameters":{"groupId":"GROUP","ipPermissions":{}},"responseElements":null
        """)]
    [InlineData("""
        "eventName":"RunInstances","requestParameters":{"groupSet":{"items":[{"groupId":"GROUP"}]}},"responseElements":null
        """)]
    public async Task A_harmless_event_of_somebody_else_says_nothing_about_the_pipelines_rule(string harmless)
    {
        var group = Put(SampleGroups.Web(Ssh));
        var other = Record(Eve, harmless.Replace("GROUP", group.GroupId, StringComparison.Ordinal));

        await _harness.HandleAsync(Batch(other, Authorized(Pipeline, group, group.Rules[0]), other));

        Assert.Equal(["sgr-1"], _harness.RuleIds(group));
    }

    [Fact]
    public async Task What_AWS_Config_says_of_the_same_rule_says_nothing_about_its_maker()
    {
        var group = Put(SampleGroups.Web(Ssh));
        var item = $$$"""
            {"detail-type":"Config Configuration Item Change","account":"111122223333","region":"eu-west-1",
             "detail":{"messageType":"ConfigurationItemChangeNotification",
             "configurationItem":{"resourceType":"AWS::EC2::SecurityGroup","resourceId":"{{{group.GroupId}}}"},
             "configurationItemDiff":{"changedProperties":{"Configuration.IpPermissions.0":{"previousValue":null,
               "updatedValue":{"ipProtocol":"tcp","fromPort":22,"toPort":22,"ipv4Ranges":[{"cidrIp":"0.0.0.0/0"}]} } } } } }
            """;

        await _harness.HandleAsync(Batch(item, Authorized(Pipeline, group, group.Rules[0])));
        Assert.Equal(["sgr-1"], _harness.RuleIds(group));

        await _harness.HandleAsync(item); // but alone it names a rule that nobody is known to have made
        Assert.Empty(_harness.RuleIds(group));
    }

    [Fact]
    public async Task The_one_who_made_the_rule_is_named_and_not_the_first_event()
    {
        var group = Put(SampleGroups.Web(Ssh, "ingress tcp/23 from 0.0.0.0/0"));

        await _harness.HandleAsync(Batch(
            Authorized(Pipeline, group, group.Rules[0]), Authorized(Eve, group, group.Rules[1], "20000000-0000-4000-8000-000000000002")));

        Assert.Equal(["sgr-1"], _harness.RuleIds(group));
        var incident = Assert.Single(_harness.Incidents);
        Assert.Equal("arn:aws:iam::111122223333:role/dev", FightNotification.Opponent(incident));
        Assert.Equal(Eve, incident.Origins[0].Actor!.Arn);
        var text = Assert.Single(_harness.Mail).Text;
        Assert.InRange(text.IndexOf(Eve, StringComparison.Ordinal), 0, text.IndexOf(Pipeline, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_old_event_of_a_rule_that_is_gone_says_nothing_about_the_same_traffic_under_another_id()
    {
        var group = SampleGroups.Web(Ssh, Ssh);
        var (gone, present) = (group.Rules[0], group.Rules[1]);
        Put(group with { Rules = [present] });

        Assert.Equal(GuardOutcome.Compliant, (await _harness.HandleAsync(Authorized(Eve, group, gone))).Outcome);

        Assert.Equal([present.SecurityGroupRuleId], _harness.RuleIds(group));
    }

    [Fact]
    public async Task An_event_speaks_only_for_the_content_that_it_made()
    {
        var group = Put(SampleGroups.Web(Ssh));
        var narrow = group.Rules[0] with { Peer = new Peer.Ipv4(new(0x0a000000, 8)) };

        await _harness.HandleAsync(Authorized(Pipeline, group, narrow)); // somebody widened it afterwards, and that event is lost

        Assert.Empty(_harness.RuleIds(group));
    }

    [Theory]
    [InlineData("arn:aws:sts::111122223333:assumed-role/dev/pipeline", "")]
    [InlineData("arn:aws:iam::111122223333:user/role/pipeline", "")]
    [InlineData("arn:aws:iam::111122223333:role/x/role/pipeline", "")]
    [InlineData("arn:aws:iam::111122223333:role/pipeline", "sgr-1")]
    public async Task The_name_of_a_session_and_a_path_never_count(string arn, string left)
    {
        var group = Put(SampleGroups.Web(Ssh));

        await _harness.HandleAsync(Authorized(arn, group, group.Rules[0]));

        Assert.Equal(left, string.Join(' ', _harness.RuleIds(group)));
    }

    [Fact]
    public async Task A_service_is_named_by_its_host()
    {
        var group = Put(SampleGroups.Web(Ssh));
        var byService = Authorized(Eve, group, group.Rules[0])
            .Replace("\"type\":\"AssumedRole\"", "\"type\":\"AssumedRole\",\"invokedBy\":\"elasticmapreduce.amazonaws.com\"",
                StringComparison.Ordinal);

        await _harness.HandleAsync(byService);

        Assert.Equal(["sgr-1"], _harness.RuleIds(group));
    }

    [Fact]
    public async Task A_permission_without_a_peer_adds_nothing_and_old_rules_stay()
    {
        var group = Put(SampleGroups.Web("ingress tcp/8443 from 0.0.0.0/0", "ingress tcp/8080 from 0.0.0.0/0"));

        var answer = await _harness.HandleAsync(Record(Eve, $$$"""
            "eventName":"AuthorizeSecurityGroupIngress",
            "requestParameters":{"groupId":"{{{group.GroupId}}}","ipPermissions":{},"ipProtocol":"TCP","fromPort":22,"toPort":22},
            "responseElements":{"_return":true,"securityGroupRuleSet":{}}
            """));

        Assert.Equal(GuardOutcome.Compliant, answer.Outcome);
        Assert.Equal(["sgr-1", "sgr-2"], _harness.RuleIds(group));
    }

    [Theory]
    [InlineData("Client.InvalidPermission.Duplicate", "aws-cli/2", "")]
    [InlineData("Client.UnauthorizedOperation", "aws-cli/2", "sgr-1")]
    [InlineData("DryRunOperation", "aws-cli/2", "sgr-1")]
    [InlineData("Client.RulesPerSecurityGroupLimitExceeded", "aws-sdk-dotnet-coreclr/4.0 app/sgwatch", "sgr-1")] // the guard's own call
    public async Task A_failed_call_that_may_have_added_a_rule_is_looked_at(string error, string agent, string left)
    {
        var harness = new GuardHarness();
        var group = SampleGroups.Default(Ssh); // of which every rule goes, whenever the guard sees the group
        harness.Ec2.Put(group);

        await harness.HandleAsync(Record(Eve, $$$"""
            "eventName":"AuthorizeSecurityGroupIngress","errorCode":"{{{error}}}","responseElements":null,
            "requestParameters":{"groupId":"{{{group.GroupId}}}","ipPermissions":{"items":[
              {"ipProtocol":"tcp","fromPort":22,"toPort":22,"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]} }]} }
            """).Replace("aws-cli/2", agent, StringComparison.Ordinal));

        Assert.Equal(left, string.Join(' ', harness.RuleIds(group)));
    }

    private SecurityGroup Put(SecurityGroup group)
    {
        _harness.Ec2.Put(group);
        return group;
    }

    private static string Authorized(
        string arn, SecurityGroup group, SecurityGroupRule rule, string eventId = "10000000-0000-4000-8000-000000000001")
    {
        var (port, peer) = (rule.Service.FromPort, rule.Peer);
        return Record(arn, $$$"""
            "eventName":"AuthorizeSecurityGroupIngress",
            "requestParameters":{"groupId":"{{{group.GroupId}}}","ipPermissions":{"items":[
              {"ipProtocol":"tcp","fromPort":{{{port}}},"toPort":{{{port}}},"ipRanges":{"items":[{"cidrIp":"{{{peer}}}"}]} }]} },
            "responseElements":{"_return":true,"securityGroupRuleSet":{"items":[
              {"groupId":"{{{group.GroupId}}}","securityGroupRuleId":"{{{rule.SecurityGroupRuleId}}}","isEgress":false,
               "ipProtocol":"tcp","fromPort":{{{port}}},"toPort":{{{port}}},"cidrIpv4":"{{{peer}}}"}]} }
            """, eventId);
    }

    // a session has an issuer
    private static string Record(string arn, string call, string eventId = "30000000-0000-4000-8000-000000000003")
    {
        var issuer = arn.StartsWith("arn:aws:sts::", StringComparison.Ordinal)
            ? $$$"""
                ,"sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::111122223333:role/{{{arn.Split('/')[1]}}}"}}
                """
            : "";
        return $$$"""
            {"eventSource":"ec2.amazonaws.com","awsRegion":"eu-west-1","recipientAccountId":"111122223333","eventID":"{{{eventId}}}",
             "eventTime":"2026-08-01T11:59:50Z","userAgent":"aws-cli/2",
             "userIdentity":{"type":"AssumedRole","arn":"{{{arn}}}"{{{issuer}}}},{{{call}}}}
            """;
    }
}
