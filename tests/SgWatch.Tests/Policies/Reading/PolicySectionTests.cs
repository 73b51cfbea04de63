using static SgWatch.Tests.Policies.Reading.PolicyTexts;

namespace SgWatch.Tests.Policies.Reading;

/// <summary>The sections <c>exemptions</c> and <c>tests</c>.</summary>
public sealed class PolicySectionTests
{
    [Fact]
    public void Exemptions_are_read()
    {
        var exemption = Assert.Single(Read("""
            version: 1
            exemptions:
              - { reason: SEC-1, until: 2026-12-31, groups: { id: sg-1 }, allow: [{ ingress: tcp/22, from: 198.51.100.7/32 }] }
            """).Exemptions);

        Assert.Equal(("SEC-1", new DateOnly(2026, 12, 31), 3), (exemption.Reason, exemption.Until, exemption.Line));
        Assert.Equal(TrafficOf("ingress tcp/22 from 198.51.100.7/32"), exemption.Allow[0].ToTraffic());
        Assert.True(exemption.IsInForce(new(2026, 12, 31, 23, 59, 59, TimeSpan.Zero)));
        Assert.False(exemption.IsInForce(new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void Tests_are_read()
    {
        var test = Assert.Single(Read("""
            version: 1
            networks: { office: 203.0.113.0/24 }
            guardrails: [{ name: g, forbid: any }]
            tests:
              - name: t
                group: { id: sg-7, name: web, vpc: vpc-1, account: 012345678901, region: eu-west-1, tags: { a: on } }
                rules: [ingress tcp/22 from pl-1, egress any to ::/0]
                prefix-lists: { pl-1: [office, 10.0.0.0/8], pl-2: [] }
                expect: { violates: g, revoke: [egress any to 0::/0], authorize: [ingress tcp/22 from 10.0.0.0/8] }
            """).Tests);

        var group = test.Group;
        Assert.Equal(("t", 5), (test.Name, test.Line));
        Assert.Equal(("sg-7", "web", "vpc-1"), (group.GroupId, group.GroupName, group.VpcId));
        Assert.Equal(("012345678901", "eu-west-1", "on"), (group.OwnerId, group.Region, group.Tags["a"]));
        Assert.Equal(["rules[0]", "rules[1]"], test.Group.Rules.Select(rule => rule.SecurityGroupRuleId));
        Assert.Equal(["10.0.0.0/8", "203.0.113.0/24"], test.PrefixLists.Entries["pl-1"].ToCidrs());
        Assert.True(test.PrefixLists.Entries["pl-2"].IsEmpty);
        Assert.Equal(["g"], test.Expect.Violates!.Value);
        Assert.Equal([1], test.Expect.Revoke!.Value);
        Assert.Equal(["ingress tcp/22 from 10.0.0.0/8"], test.Expect.Authorize!.Value.Select(rule => rule.ToString()));
    }

    [Fact]
    public void None_all_and_nothing_differ_in_a_test()
    {
        var tests = Read("""
            version: 1
            tests:
              - { name: a, rules: [egress any to ::/0], expect: { revoke: all, violates: none } }
              - { name: b, expect: { authorize: [] } }
            """).Tests;

        Assert.Equal([0], tests[0].Expect.Revoke!.Value);
        Assert.Empty(tests[0].Expect.Violates!.Value);
        Assert.Null(tests[0].Expect.Authorize);
        Assert.Empty(tests[1].Expect.Authorize!.Value);
    }
}
