using SgWatch.Verdicts.Judging;
using static SgWatch.Tests.Verdicts.JudgeCalls;

namespace SgWatch.Tests.Verdicts.Judging;

/// <summary>What the prefilter spares. Without it a verdict is the same but takes longer.</summary>
public sealed class GroupPrefilterTests
{
    private const string Guarded =
        "forbid: [{ ingress: [tcp/80, tcp/443], from: world }, { egress: any, to: world }, "
        + "{ ingress: tcp/22, from: [203.0.113.0/24, groups] }]";

    [Theory]
    // together less than the world
    [InlineData("ingress tcp/443 from 3.0.0.0/9", "ingress tcp/443 from 4.0.0.0/10", "ingress tcp/443 from 5.0.0.0/11")]
    [InlineData("ingress tcp/443 from 2600::/17", "ingress tcp/443 from 2700::/18", "ingress tcp/443 from 2800::/96")]
    [InlineData("ingress tcp/443 from 3.0.0.0/9", "egress tcp/443 to 3.128.0.0/9")] // each direction by itself
    [InlineData("ingress tcp/443 from 2600::/17", "egress tcp/443 to 2700::/17")]
    [InlineData("ingress tcp/25 from 0.0.0.0/0", "ingress tcp/444 from ::/0")] // open where it may be
    [InlineData("ingress tcp/443 from 10.0.0.0/8", "ingress tcp/443 from fc00::/7")] // not public
    // next to what is forbidden
    [InlineData("ingress any from 203.0.112.0/24", "ingress tcp/23 from 203.0.113.0/24", "ingress tcp/23 from sg-1")]
    [InlineData("ingress any from 2600::/17", "ingress any from 3.0.0.0/9")]
    public void A_group_that_plainly_complies_needs_no_exact_judgement(params string[] rules) => Assert.False(MayBreak("{}", rules));

    [Theory]
    [InlineData("ingress tcp/443 from 3.0.0.0/8")]
    [InlineData("ingress tcp/443 from 2600::/16")]
    [InlineData("ingress tcp/443 from 3.0.0.0/9", "ingress tcp/80 from 3.0.0.0/9")] // rough: were they different addresses of one port
    [InlineData("ingress any from 203.0.113.7/32")]
    [InlineData("ingress tcp/20-30 from sg-1")]
    [InlineData("ingress tcp/25 from pl-1")]
    public void A_group_that_may_not_comply_needs_one(params string[] rules) => Assert.True(MayBreak("{}", rules));

    [Fact] // one IPv6 address is the world there
    public void Addresses_of_one_family_do_not_count_in_the_other() =>
        Assert.False(MayBreak("{ ipv6: 128 }", "ingress tcp/443 from 3.0.0.0/9"));

    private static bool MayBreak(string worldOpen, params string[] rules)
    {
        var policy = Policy($"world-open: {worldOpen}\nguardrails: [{{ name: g, {Guarded} }}]");
        using var prefilter = new GroupPrefilter(SampleGroups.Web(rules), policy.WorldOpen);
        return prefilter.MayBreak(new CompiledGuardrail(policy, policy.Guardrails[0]).Constant!);
    }
}
