using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Guard.Undoing;
using SgWatch.Incidents;
using SgWatch.Policies.Reading;
using SgWatch.Rules;
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Guard.Reconciling;

/// <summary>What EC2 doesn't add must not keep what is forbidden in place, nor what else is to be added.</summary>
public sealed class RefusedAuthorizeTests
{
    private const string DeadPeer = """
        version: 1
        guardrails:
          - name: monitoring
            require:
              - { ingress: tcp/9100, from: { group: sg-00000000000000dea } }
              - { ingress: tcp/9100, from: 10.0.0.0/8 }
              - { ingress: tcp/9100, from: 172.16.0.0/12 }
            forbid: [{ ingress: tcp/22, from: any }]
        """;

    private const string ManyOffices = """
        version: 1
        guardrails:
          - name: office-only
            action: narrow
            forbid: [{ ingress: tcp/22, from: any }]
            allow: [{ ingress: tcp/22, from: [203.0.113.0/24, 198.51.100.0/24, 192.0.2.0/24] }]
        """;

    [Fact]
    public async Task One_dead_peer_keeps_no_other_required_rule_from_coming()
    {
        var (harness, group) = Open(DeadPeer);

        var response = await harness.HandleAsync(Authorized(group, "sgr-1"));

        Assert.Equal(["ingress tcp/9100 from 10.0.0.0/8", "ingress tcp/9100 from 172.16.0.0/12"], Rules(harness));
        Assert.Equal((GuardOutcome.Failed, false), (response.Outcome, response.MustRetry));
        Assert.Contains("InvalidGroup[.]NotFound: The security group", Assert.Single(harness.Mail).Text, StringComparison.Ordinal);
        Assert.Equal(["ingress tcp/9100 from sg-00000000000000dea"], Texts(harness.Incidents.Single().Unauthorized));
    }

    [Fact]
    public async Task A_transient_failure_of_an_authorize_holds_back_no_revoke_that_it_does_not_replace()
    {
        var (harness, group) = Open(DeadPeer);
        harness.Ec2.FailNext("Authorize", CallFailureKind.Transient, times: 1000);

        var response = await harness.HandleAsync(Authorized(group, "sgr-1"));

        Assert.Empty(Rules(harness));
        Assert.True(response.MustRetry);
    }

    [Fact]
    public async Task A_narrowed_rule_goes_only_once_its_permitted_rest_is_there()
    {
        var (harness, group) = Open(ManyOffices);
        harness.Ec2.FailNext("Authorize", CallFailureKind.Transient, times: 1000);

        var response = await harness.HandleAsync(Authorized(group, "sgr-1"));

        Assert.Equal(["ingress tcp/22 from 0.0.0.0/0"], Rules(harness));
        Assert.True(response.MustRetry);
    }

    [Fact] // a list counts with all the entries that it may have, so the guard can't know the quota
    public async Task A_permitted_rest_that_can_not_come_is_named_and_the_broad_rule_goes_all_the_same()
    {
        var (harness, group) = Open(ManyOffices);
        harness.Ec2.Settings.MaxRulesPerGroup = 2;

        var response = await harness.HandleAsync(Authorized(group, "sgr-1"));

        // one fits beside the broad rule, and one in its place
        Assert.Equal(["ingress tcp/22 from 192.0.2.0/24", "ingress tcp/22 from 198.51.100.0/24"], Rules(harness));
        Assert.Equal((GuardOutcome.Failed, false), (response.Outcome, response.MustRetry));
        var incident = Assert.Single(harness.Incidents);
        Assert.Equal(["ingress tcp/22 from 203.0.113.0/24"], Texts(incident.Unauthorized));
        Assert.Equal(
            (IncidentOutcome.Failed, "RulesPerSecurityGroupLimitExceeded"), (incident.Outcome, incident.Failure!.Code));
        Assert.Equal(["sgr-1"], incident.Revoked.Select(rule => rule.SecurityGroupRuleId));
        var text = Assert.Single(harness.Mail).Text;
        Assert.Contains("SgWatch closed it, but could NOT add again", text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("What could not be added\n  ingress tcp/22 from 203.0.113.0/24\n", text, StringComparison.Ordinal);
        Assert.Contains("RulesPerSecurityGroupLimitExceeded", text, StringComparison.Ordinal);
        var undo = IncidentUndo.PlanOf(IncidentReader.Read(Bytes(incident)), harness.Ec2.Groups.Values.Single());
        Assert.Equal((string[])["ingress tcp/22 from 192.0.2.0/24", "ingress tcp/22 from 198.51.100.0/24"], Texts(undo.Revoke));
        Assert.Equal((string[])["ingress tcp/22 from 0.0.0.0/0"], Texts(undo.Authorize));
    }

    [Fact]
    public async Task A_group_filled_to_its_quota_gets_the_permitted_rest_in_place_of_the_broad_rule()
    {
        var (harness, group) = Open(OfficeOnly);
        harness.Ec2.Settings.MaxRulesPerGroup = 1;

        var response = await harness.HandleAsync(Authorized(group, "sgr-1"));

        Assert.Equal(["ingress tcp/22 from 203.0.113.0/24"], Rules(harness));
        Assert.Equal(GuardOutcome.Reverted, response.Outcome);
        Assert.Empty(harness.Incidents.Single().Unauthorized);
    }

    [Fact]
    public async Task Once_the_quota_is_reached_no_further_rule_of_its_kind_is_tried()
    {
        var networks = string.Join(", ", Enumerable.Range(0, 40).Select(i => $"10.{2 * i}.0.0/16"));
        var (harness, group) = Open($$"""
            version: 1
            guardrails:
              - name: monitoring
                require: [{ ingress: tcp/9100, from: [{{networks}}] }]
                forbid: [{ ingress: tcp/22, from: any }]
            """);
        harness.Ec2.Settings.MaxRulesPerGroup = 3;

        await harness.HandleAsync(Authorized(group, "sgr-1"));

        Assert.Equal(3, Rules(harness).Length);
        Assert.InRange(harness.Ec2.Calls.Count(call => call == "Authorize"), 1, 20);
        Assert.Equal(37, harness.Incidents.Single().Unauthorized.Length);
    }

    private static (GuardHarness Harness, SecurityGroup Group) Open(string policy)
    {
        var harness = new GuardHarness(((PolicyReadResult.Accepted)PolicyReader.Read("test", policy)).Policy);
        var group = SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0");
        harness.Ec2.Put(group);
        return (harness, group);
    }

    private static ReadOnlyMemory<byte> Bytes(Incident incident) => System.Text.Encoding.UTF8.GetBytes(IncidentJson.Write(incident));

    private static string[] Rules(GuardHarness harness) => Texts(harness.Ec2.Groups.Values.Single().Rules);

    private static string[] Texts(IEnumerable<SecurityGroupRule> rules) =>
        [.. rules.Select(rule => rule.ToString()).Order(StringComparer.Ordinal)];
}
