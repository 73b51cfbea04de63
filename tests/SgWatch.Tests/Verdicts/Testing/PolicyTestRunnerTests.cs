using System.Collections.Immutable;
using SgWatch.Policies.Reading;
using SgWatch.Verdicts.Testing;

namespace SgWatch.Tests.Verdicts.Testing;

public sealed class PolicyTestRunnerTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("violates: closed")]
    [InlineData("revoke: all")]
    [InlineData("revoke: [egress any to ::/0, ingress tcp/22 from 10.0.0.0/8]")]
    [InlineData("authorize: none")]
    public void What_comes_as_expected_passes(string expect) => Assert.Empty(Differences("", expect));

    [Theory]
    [InlineData("violates: none", "+ violates closed")]
    [InlineData("violates: [closed, other]", "- violates other")]
    [InlineData("revoke: none", "+ revokes egress any to ::/0|+ revokes ingress tcp/22 from 10.0.0.0/8")]
    [InlineData("revoke: egress any to ::/0", "+ revokes ingress tcp/22 from 10.0.0.0/8")]
    [InlineData("authorize: ingress tcp/22 from 10.0.0.0/9", "- authorizes ingress tcp/22 from 10.0.0.0/9")]
    public void What_differs_is_reported_line_by_line(string expect, string expected) =>
        Assert.Equal(expected.Split('|'), Differences("", expect));

    [Fact]
    public void A_policy_that_only_observes_is_tested_as_if_it_acted() => Assert.Empty(Differences("mode: observe", "revoke: all"));

    [Fact]
    public void A_peer_that_cannot_be_read_is_no_violation()
    {
        var policy = Assert.IsType<PolicyReadResult.Accepted>(PolicyReader.Read("f", """
            version: 1
            guardrails: [{ name: g, forbid: any }]
            tests: [{ name: t, rules: [ingress tcp/22 from pl-1], expect: { revoke: none } }]
            """)).Policy;

        Assert.True(Assert.Single(PolicyTestRunner.Run(policy, Now)).Passes);
    }

    private static ImmutableArray<string> Differences(string mode, string expect)
    {
        var policy = Assert.IsType<PolicyReadResult.Accepted>(PolicyReader.Read("f", $$"""
            version: 1
            {{mode}}
            guardrails:
              - { name: closed, groups: { name: web }, forbid: any }
              - { name: other, groups: { name: db }, forbid: any }
            tests:
              - name: t
                group: { name: web }
                rules: [ingress tcp/22 from 10.0.0.0/8, "egress any to ::/0"]
                expect: { {{expect}} }
            """)).Policy;
        return Assert.Single(PolicyTestRunner.Run(policy, Now)).Differences;
    }
}
