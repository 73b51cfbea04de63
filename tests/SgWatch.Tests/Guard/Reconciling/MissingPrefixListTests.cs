using SgWatch.Calls;
using SgWatch.Guard;
using static SgWatch.Tests.Guard.GuardHarness;
using static SgWatch.Tests.Verdicts.JudgeCalls;

namespace SgWatch.Tests.Guard.Reconciling;

/// <summary>A prefix list that the policy or a rule names, and that isn't there or may not be read.</summary>
public sealed class MissingPrefixListTests
{
    private readonly GuardHarness _harness = new(Policy("""
        guardrails:
          - name: ssh-from-offices-only
            forbid: [{ ingress: tcp/22, from: internet }]
            allow: [{ ingress: tcp/22, from: { prefix-list: pl-0123456789abcdef0 } }]
        """));

    [Fact]
    public async Task A_list_that_the_policy_allows_and_that_is_not_there_permits_nobody()
    {
        var group = SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0");
        _harness.Ec2.Put(group);

        Assert.Equal(GuardOutcome.Reverted, (await _harness.HandleAsync(Authorized(group, "sgr-1"))).Outcome);
        Assert.Empty(_harness.RuleIds(group));
    }

    [Fact]
    public async Task A_list_that_the_policy_allows_and_that_is_there_permits_its_entries()
    {
        _harness.Ec2.PutPrefixList("pl-0123456789abcdef0", "8.8.8.0/24");
        var group = SampleGroups.Web("ingress tcp/22 from 8.8.8.8/32");
        _harness.Ec2.Put(group);

        Assert.Equal(GuardOutcome.Compliant, (await _harness.HandleAsync(Authorized(group, "sgr-1"))).Outcome);
    }

    [Fact]
    public async Task A_list_that_the_policy_allows_and_that_may_not_be_read_is_alerted()
    {
        _harness.Ec2.FailNext("ReadPrefixList", CallFailureKind.Refused, times: 1000);
        var group = SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0");
        _harness.Ec2.Put(group);

        Assert.Equal(GuardOutcome.Alerted, (await _harness.HandleAsync(Authorized(group, "sgr-1"))).Outcome);
        Assert.Equal(["sgr-1"], _harness.RuleIds(group));
    }

    [Fact]
    public async Task A_rule_whose_own_list_is_not_there_is_alerted()
    {
        var group = SampleGroups.Web("ingress tcp/22 from pl-0123456789abcdef1");
        _harness.Ec2.Put(group);

        Assert.Equal(GuardOutcome.Alerted, (await _harness.HandleAsync(Authorized(group, "sgr-1"))).Outcome);
        Assert.Equal(["sgr-1"], _harness.RuleIds(group));
    }
}
