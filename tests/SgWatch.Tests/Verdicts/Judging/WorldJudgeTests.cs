using SgWatch.Rules;
using SgWatch.Verdicts;
using static SgWatch.Tests.Verdicts.JudgeCalls;

namespace SgWatch.Tests.Verdicts.Judging;

public sealed class WorldJudgeTests
{
    private const string NoWorld = "guardrails: [{ name: no-world, forbid: [{ ingress: any, from: world }] }]";

    [Theory] // the new rule is taken first, and the old rules count where they are open together with it
    [InlineData("tcp/22 from 3.0.0.0/8", "tcp/22 from 4.0.0.0/9", "tcp/22 admits 25,165,824 public IPv4 addresses;")]
    [InlineData(
        "tcp/22 from 3.0.0.0/9",
        "tcp/22 from 3.128.0.0/9",
        "tcp/22 admits 16,777,216 public IPv4 addresses together with other rules of the group;")]
    // on the last port
    [InlineData("tcp/20-22 from 3.0.0.0/8", "tcp/22-30 from 4.0.0.0/8", "tcp/20-22 admits 33,554,432 public IPv4 addresses;")]
    // on the first
    [InlineData("tcp/22-30 from 3.0.0.0/8", "tcp/20-22 from 4.0.0.0/8", "tcp/22-30 admits 33,554,432 public IPv4 addresses;")]
    [InlineData("tcp/20-30 from 3.0.0.0/8", "tcp/25 from 4.0.0.0/8", "tcp/20-30 admits 33,554,432 public IPv4 addresses;")] // between
    [InlineData("tcp/22 from 3.0.0.0/8", "tcp/80 from 0.0.0.0/0", "tcp/22 admits 16,777,216 public IPv4 addresses;")]
    [InlineData("tcp/80 from 3.0.0.0/8", "tcp/22 from 0.0.0.0/0", "tcp/80 admits 16,777,216 public IPv4 addresses;")]
    // one range of ports
    [InlineData("tcp/20-30 from 3.0.0.0/8", "tcp/1-19 from 3.0.0.0/8", "tcp/20-30 admits 16,777,216 public IPv4 addresses;")]
    [InlineData("tcp/22 from 2600::/16", "tcp/22 from 2601::/16", "tcp/22 admits about 2^113 public IPv6 addresses;")]
    [InlineData("tcp/22 from 2600::/16", "tcp/22 from 0.0.0.0/0", "tcp/22 admits about 2^112 public IPv6 addresses;")]
    [InlineData("tcp/22 from 3.0.0.0/8", "tcp/22 from ::/0", "tcp/22 admits 3,702,258,434 public IPv4 addresses;")]
    public void Why_says_how_many_addresses_of_the_open_family_are_admitted_where_most_are(string newRule, string oldRule, string why)
    {
        var verdict = Decide(NoWorld, SampleGroups.Web($"ingress {newRule}", $"ingress {oldRule}"), Changed("sgr-1"));

        Assert.StartsWith(
            why, verdict.Findings.Single(finding => finding.Rule!.SecurityGroupRuleId == "sgr-1").Why, StringComparison.Ordinal);
    }

    [Theory] // together they are just open, so one goes
    [InlineData("tcp/22 from 3.128.0.0/10", "tcp/22 from 3.192.0.0/10", "tcp/22 from 3.0.0.0/9")]
    [InlineData("tcp/22 from 2600:8000::/18", "tcp/22 from 2600:c000::/18", "tcp/22 from 2600::/17")]
    [InlineData("tcp/22 from 3.128.0.0/10", "tcp/22 from 3.192.0.0/10", "tcp/22 from pl-1")]
    [InlineData("tcp/200 from 3.0.0.0/9", "tcp/250 from 5.0.0.0/9", "tcp/1-200 from 3.128.0.0/9")] // as wide in addresses, wider in ports
    public void The_widest_rule_is_taken_first_and_then_that_of_most_ports(string one, string other, string widest)
    {
        var group = SampleGroups.Web($"ingress {one}", $"ingress {other}", $"ingress {widest}");

        Assert.Equal(["sgr-3"], Decide(NoWorld, group, InspectionCause.Request, Lists("pl-1", "3.0.0.0/9", "2600::/32")).Revoked());
    }

    [Fact]
    public void Of_rules_without_ids_the_texts_say_which_is_taken()
    {
        SecurityGroupRule[] rules = [RuleText.Parse("ingress tcp/22 from 3.128.0.0/9"), RuleText.Parse("ingress tcp/22 from 3.0.0.0/9")];

        foreach (var order in new[] { rules, [rules[1], rules[0]] })
        {
            Assert.Equal(
                rules[1],
                Assert.Single(Decide(NoWorld, SampleGroups.Web() with { Rules = [.. order] }, InspectionCause.Request).Plan.Revoke));
        }
    }

    [Fact] // a sum of 16 times 2^124 addresses would be 2^128, which is 0
    public void So_many_addresses_that_their_number_overflows_are_the_world()
    {
        var group = SampleGroups.Web([.. Enumerable.Range(1, 16).Select(port => $"ingress tcp/{port} from 4000::/4")]);

        Assert.Equal(group.Rules, Decide(NoWorld, group, InspectionCause.Request).Plan.Revoke.AsEnumerable());
    }

    [Theory]
    [InlineData("ipv4: 0", "ingress tcp/22 from 0.0.0.0/1", 0)]
    [InlineData("ipv4: 0", "ingress tcp/22 from 0.0.0.0/0", 1)]
    [InlineData("ipv6: 0", "ingress tcp/22 from 2000::/3", 0)]
    [InlineData("ipv6: 0", "ingress tcp/22 from ::/0", 1)]
    [InlineData("ipv4: 32", "ingress tcp/22 from 8.8.8.8/32", 1)]
    [InlineData("ipv4: 32", "ingress tcp/22 from 10.0.0.0/8", 0)]
    [InlineData("ipv6: 128", "ingress tcp/22 from 2600::1/128", 1)]
    [InlineData("ipv6: 128", "ingress tcp/22 from fc00::/7", 0)]
    public void The_policy_says_how_many_addresses_are_the_world_from_all_to_a_single_one(string worldOpen, string rule, int revoked) =>
        Assert.Equal(
            revoked,
            Decide($"world-open: {{ {worldOpen} }}\n{NoWorld}", SampleGroups.Web(rule), InspectionCause.Request).Plan.Revoke.Length);
}
