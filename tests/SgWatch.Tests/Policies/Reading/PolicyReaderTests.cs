using System.Security.Cryptography;
using System.Text;
using SgWatch.Addresses;
using SgWatch.Policies;
using SgWatch.Policies.Reading;
using SgWatch.Traffic;
using static SgWatch.Tests.Policies.Reading.PolicyTexts;

namespace SgWatch.Tests.Policies.Reading;

/// <summary>What good files mean.</summary>
public sealed class PolicyReaderTests
{
    [Fact]
    public void The_settings_have_defaults()
    {
        var policy = Read("version: 1\n");

        Assert.Equal((PolicyMode.Enforce, new WorldOpen(8, 16), new Limits(200, 3)), (policy.Mode, policy.WorldOpen, policy.Limits));
        Assert.True(policy.Guardrails.IsEmpty && policy.Exemptions.IsEmpty && policy.Tests.IsEmpty);
    }

    [Fact]
    public void The_settings_are_read()
    {
        var policy = Read("version: 1\nmode: observe\nworld-open: { ipv4: 0 }\nlimits: { fights-after: 5 }\n");

        Assert.Equal((PolicyMode.Observe, new WorldOpen(0, 16), new Limits(200, 5)), (policy.Mode, policy.WorldOpen, policy.Limits));
    }

    [Fact]
    public void A_policy_carries_its_source_and_the_hash_of_its_bytes()
    {
        var bytes = (byte[])[0xEF, 0xBB, 0xBF, .. "version: 1\n"u8];

        var policy = Assert.IsType<PolicyReadResult.Accepted>(PolicyReader.Read("sgwatch.yaml", bytes)).Policy;

        Assert.Equal(("sgwatch.yaml", Convert.ToHexStringLower(SHA256.HashData(bytes))), (policy.Source, policy.Sha256));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("version: 1\n"))), Read("version: 1\n").Sha256);
    }

    [Fact]
    public void A_guardrail_has_defaults()
    {
        var guardrail = Guardrail("forbid: any");

        Assert.Equal(("g", null, Severity.High), (guardrail.Name, guardrail.Description, guardrail.Severity));
        Assert.Equal(
            (GuardrailAction.Revoke, JudgeScope.Changes, null, 10),
            (guardrail.Action, guardrail.Judge, guardrail.Mode, guardrail.NarrowLimit));
        Assert.Same(Selector.EveryGroup, guardrail.Groups);
        Assert.Equal(Pattern.Any, Assert.Single(guardrail.Forbid));
        Assert.True(guardrail.Allow.IsEmpty && guardrail.Require.IsEmpty && guardrail.UnlessChangedBy.IsEmpty);
    }

    [Fact]
    public void A_description_may_be_broken_over_lines() =>
        Assert.Equal("one two three", Guardrail("forbid: any\n    description: >\n      one\n      two\n\n      three\n").Description);

    [Fact]
    public void All_of_a_guardrail_is_read()
    {
        var guardrail = Guardrail("""
            description: d
                severity: critical
                groups:
                  name: [web, "db-*"]
                  id: sg-1
                  vpc: vpc-1
                  account: 012345678901
                  region: eu-west-1
                  tags: { tier: [edge, yes] }
                  not: { any: [{ name: a }, { id: sg-2 }] }
                forbid: any
                action: narrow
                mode: observe
                unless-changed-by: "arn:aws:iam::*:role/deploy"
                narrow-limit: 4
            """);

        Assert.Equal(("d", Severity.Critical, GuardrailAction.Narrow, PolicyMode.Observe, 4),
            (guardrail.Description, guardrail.Severity, guardrail.Action, guardrail.Mode!.Value, guardrail.NarrowLimit));
        Assert.Equal(["arn:aws:iam::*:role/deploy"], guardrail.UnlessChangedBy);
        var groups = guardrail.Groups;
        Assert.Equal(["web", "db-*"], groups.Names);
        // no octal account
        Assert.Equal(
            ["sg-1", "vpc-1", "012345678901", "eu-west-1"], [groups.Ids[0], groups.Vpcs[0], groups.Accounts[0], groups.Regions[0]]);
        Assert.Equal(("tier", "edge,yes"), (groups.Tags[0].Key, string.Join(',', groups.Tags[0].Values))); // no truth value
        Assert.Equal(["a", "sg-2"], [groups.Not!.Any[0].Names[0], groups.Not.Any[1].Ids[0]]);
    }

    [Theory]
    [InlineData("tcp/22", "ingress tcp/22 from 10.0.0.0/8")]
    [InlineData("[tcp/22, ssh, both]", "ingress tcp/22-23 from 10.0.0.0/8")]
    [InlineData("any", "ingress any from 10.0.0.0/8")]
    [InlineData("50", "ingress 50 from 10.0.0.0/8")]
    [InlineData("esp", "ingress 50 from 10.0.0.0/8")]
    [InlineData("icmp/3/4", "ingress icmp/3/4 from 10.0.0.0/8")]
    [InlineData("rdp", "ingress tcp/3389 from 10.0.0.0/8")] // the file's own names come before IANA's
    public void Services_are_read(string services, string expected)
    {
        var guardrail = Guardrail(
            $"forbid: [{{ ingress: {services}, from: 10.0.0.0/8 }}]",
            "services: { ssh: tcp/22, telnet: [tcp/23], both: [ssh, telnet], rdp: tcp/3389 }");

        Assert.Equal(TrafficOf(expected), guardrail.Forbid[0].ToTraffic());
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1/32")]
    [InlineData("100.68.0.18/18", "100.68.0.0/18")] // as EC2 stores it
    [InlineData("2001:db8::/32", "2001:db8::/32")]
    [InlineData("[\"::1\", 10.0.0.0/9, 10.128.0.0/9]", "10.0.0.0/8 ::1/128")]
    [InlineData("all-offices", "192.0.2.0/24 203.0.113.0/24 2001:db8:1::/48")]
    [InlineData("{ group: sg-1 }", "{sg-1}")]
    [InlineData("[{ group: [sg-1, sg-2] }, { group: sg-3 }, 10.0.0.0/8]", "10.0.0.0/8 {sg-1, sg-2, sg-3}")]
    [InlineData("groups", "all but {}")]
    [InlineData("{ prefix-list: pl-1 }", "pl-1")]
    [InlineData("world", "world")]
    [InlineData("[world, 10.0.0.0/8]", "10.0.0.0/8 world")]
    public void Peers_are_read(string peers, string expected)
    {
        var pattern = Guardrail($"forbid: {{ egress: any, to: {peers} }}",
            "networks: { office: [203.0.113.0/24, \"2001:db8:1::/48\"], all-offices: [office, branch], branch: 192.0.2.0/24 }").Forbid[0];

        Assert.Equal(expected, string.Join(' ', (string[])
        [
            .. pattern.Peers.Addresses.ToCidrs(),
            .. pattern.Peers.Groups.IsEmpty ? [] : new[] { pattern.Peers.Groups.ToString() },
            .. pattern.PrefixLists,
            .. pattern.World ? ["world"] : Array.Empty<string>(),
        ]));
    }

    [Fact]
    public void Internet_and_private_are_the_registries()
    {
        Assert.Equal(PeerSet.Of(SpecialPurposeRegistry.Public), Guardrail("forbid: [{ ingress: any, from: internet }]").Forbid[0].Peers);
        Assert.Equal(
            PeerSet.Of(SpecialPurposeRegistry.Private),
            Guardrail("forbid: [{ ingress: any, from: inside }]", "networks: { inside: private }").Forbid[0].Peers);
    }

    [Theory]
    [InlineData("ingress: any")]
    [InlineData("ingress: any, from: any")]
    [InlineData("ingress: any, from: [10.0.0.0/8, any]")]
    public void No_peer_is_any_peer(string entry) =>
        Assert.Equal(PeerSet.Everything, Guardrail($"forbid: [{{ {entry} }}]").Forbid[0].Peers);

    [Fact]
    public void World_in_allow_is_every_address()
    {
        var pattern = Guardrail("forbid: any\n    allow: [{ ingress: any, from: world, groups: { name: web } }]").Allow[0];

        Assert.Equal((PeerSet.Of(AddressSet.Everything), false), (pattern.Peers, pattern.World));
        Assert.Equal(["web"], pattern.Groups.Names);
    }

    [Fact]
    public void What_rules_can_express_can_be_required()
    {
        const string Required = "{ ingress: any, from: [private, { group: sg-1 }] }, { egress: tcp/443, to: { prefix-list: pl-1 } }";

        Assert.Equal(2, Guardrail($"require: [{Required}]").Require.Length);
    }

    [Fact]
    public void A_thousand_networks_that_name_each_other_are_read()
    {
        var networks =
            string.Concat(Enumerable.Range(1, 1000).Select(i => $"  n{i}: [{(i > 1 ? $"n{i - 1}, " : "")}10.{i / 256}.{i % 256}.0/25]\n"));

        var policy = Read($"version: 1\nnetworks:\n{networks}guardrails: [{{ name: g, forbid: [{{ ingress: any, from: n1000 }}] }}]\n");

        Assert.Equal(1000, policy.Guardrails[0].Forbid[0].Peers.Addresses.Ipv4.Intervals.Length);
    }
}
