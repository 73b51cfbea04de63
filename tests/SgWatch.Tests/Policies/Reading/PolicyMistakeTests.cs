using SgWatch.Policies.Reading;
using static SgWatch.Tests.Policies.Reading.PolicyMistakes;

namespace SgWatch.Tests.Policies.Reading;

public sealed class PolicyMistakeTests
{
    [Theory]
    // the file as a whole
    [InlineData("", "1:1 POL008 : the file is empty; expected at least: version: 1")]
    [InlineData("# nothing\n", "1:1 POL008 : the file is empty; expected at least: version: 1")]
    [InlineData(
        "[]",
        "1:1 POL012 : expected a policy: a mapping with the keys version, mode, world-open, limits, networks, services, guardrails, "
            + "exemptions, tests, but found an empty list")]
    [InlineData("version: 1\n---\nversion: 1\n", "2:1 POL004 : a second document begins here; expected one policy in a file")]
    [InlineData("mode: observe\n", "1:1 POL011 : the key 'version' is missing; expected something like version: 1")]
    [InlineData(
        "version: 2\n",
        "1:10 POL014 version: expected a whole number 1-1 in plain digits (no quotes, no sign, no leading zero, no 1_000, no 0x10), "
            + "but found '2'")]
    [InlineData("version: 1\nnetwork: {}\n", "2:1 POL010 network: unknown key 'network' — did you mean 'networks'?")]
    [InlineData(
        "version: 1\nfoo: {}\n",
        "2:1 POL010 foo: unknown key 'foo'; expected version, mode, world-open, limits, networks, services, guardrails, exemptions, "
            + "tests")]
    [InlineData("version: 1\nversion: 1\n", "2:1 POL007 version: the key 'version' appears twice, first on line 1; expected each key once")]
    [InlineData("version: 1\nguardrails:\n", "2:1 POL008 guardrails: nothing follows 'guardrails:'; write its value or leave the key out")]
    [InlineData(
        "version: 1\nguardrails: {}\n",
        "2:13 POL012 guardrails: expected guardrails: a list, each entry after a '-', but found an empty mapping")]
    [InlineData(
        "version: 1\nmode: enforced\n",
        "2:7 POL013 mode: expected observe or enforce, but found 'enforced' — did you mean 'enforce'?")]
    [InlineData("version: 1\nmode: on\n", "2:7 POL013 mode: expected observe or enforce, but found 'on'")]
    [InlineData(
        "version: 1\nworld-open: { ipv4: 33, ipv6: 0o20 }\n",
        "2:21 POL014 world-open.ipv4: expected a whole number 0-32 in plain digits (no quotes, no sign, no leading zero, no 1_000, "
            + "no 0x10), but found '33'|2:31 POL014 world-open.ipv6: expected a whole number 0-128 in plain digits (no quotes, no sign, no "
            + "leading zero, no 1_000, no 0x10), but found '0o20'")]
    [InlineData(
        "version: 1\nlimits: { changes-per-hour: 1_000 }\n",
        "2:29 POL014 limits.changes-per-hour: expected a whole number 1-1000000 in plain digits (no quotes, no sign, no leading "
            + "zero, no 1_000, no 0x10), but found '1_000'")]
    // YAML's own
    [InlineData(
        "version: 1\nmode: \"on\\e[2J\"\n",
        "2:7 POL002 mode: an escape produces a character that can't be seen; expected plain text|2:7 POL013 mode: expected observe "
            + "or enforce, but found 'on?[2J'")]
    [InlineData(
        "version: 1\nmode: &a observe\n",
        "2:7 POL005 mode: &a is a YAML anchor, and a policy has none; to mean the text, put it in quotes")]
    [InlineData(
        "version: 1\nmode: !!str observe\n",
        "2:7 POL005 mode: tag:yaml.org,2002:str is a YAML tag, and a policy has none; to mean the text, put it in quotes")]
    [InlineData("version: 1\n? [a]\n: 1\n", "2:3 POL012 : expected a key of one word, but found a list")]
    public void A_mistake_of_the_file(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData(
        "{ Office: [10.0.0.0/8] }",
        "2:13 POL015 networks.Office: expected a name of 1-64 lower-case letters, digits and '-' that begins with a letter, but "
            + "found 'Office'")]
    [InlineData(
        "{ world: [10.0.0.0/8] }",
        "2:13 POL017 networks.world: 'world' has a meaning of its own; expected another name for this network")]
    [InlineData(
        "{ office: [10.0.0.0/8], trusted: [ofice] }",
        "2:45 POL020 networks.trusted[0]: unknown network 'ofice' — did you mean 'office'?")]
    [InlineData(
        "{ office: 10.0.0.0/33 }",
        "2:21 POL020 networks.office: '10.0.0.0/33' is neither a CIDR block nor an address; expected something like 10.0.0.0/8, "
            + "192.0.2.7 or 2001:db8::/32 (octets 0-255 without leading zeros)")]
    [InlineData(
        "{ office: 010.0.0.1 }",
        "2:21 POL020 networks.office: '010.0.0.1' is neither a CIDR block nor an address; expected something like 10.0.0.0/8, "
            + "192.0.2.7 or 2001:db8::/32 (octets 0-255 without leading zeros)")]
    [InlineData(
        "{ office: '10.0.0.0/8, 11.0.0.0/8' }",
        "2:21 POL020 networks.office: expected one peer, but found '10.0.0.0/8, 11.0.0.0/8'; write several as a list, such as "
            + "[10.0.0.0/8, 192.168.0.0/16]")]
    [InlineData("{ office: [] }", "2:21 POL008 networks.office: expected a network, but found an empty list")]
    [InlineData(
        "{ office: world }",
        "2:21 POL023 networks.office: 'world' isn't a set of addresses; expected a CIDR block such as 10.0.0.0/8, an address, "
            + "private, internet or a name from networks")]
    [InlineData(
        "{ a: [b], b: [c], c: [a, d], d: 10.0.0.0/8 }",
        "2:33 POL021 networks.c[0]: networks name each other in a circle: a → b → c → a")]
    [InlineData("{ a: a }", "2:16 POL021 networks.a: networks name each other in a circle: a → a")]
    [InlineData(
        "{ a: b, b: c, c: b, x: x }",
        "2:28 POL021 networks.c: networks name each other in a circle: b → c → b|2:34 POL021 networks.x: networks name each other in "
            + "a circle: x → x")]
    public void A_mistake_in_a_network(string networks, string expected) => Check($"version: 1\nnetworks: {networks}\n", expected);

    [Theory]
    [InlineData("{ tcp: [tcp/22] }", "2:13 POL017 services.tcp: 'tcp' has a meaning of its own; expected another name for this service")]
    [InlineData(
        "{ web: tcp/80-443-8080 }",
        "2:18 POL022 services.web: expected a port 0-65535 or a range such as 1024-65535 after 'tcp/', but found 'tcp/80-443-8080'")]
    [InlineData(
        "{ web: 443 }",
        "2:18 POL022 services.web: expected a protocol and ports such as tcp/443, but found '443'; a number alone is a protocol 0-255")]
    [InlineData(
        "{ web: 'tcp/80,tcp/443' }",
        "2:18 POL022 services.web: expected one service, but found 'tcp/80,tcp/443'; write several as a list, such as [tcp/80, tcp/443]")]
    [InlineData("{ web: tpc/80 }", "2:18 POL022 services.web: unknown protocol 'tpc' in 'tpc/80' — did you mean 'tcp'?")]
    [InlineData(
        "{ ping: icmp/256 }",
        "2:19 POL022 services.ping: expected a type 0-255, or type and code such as 3/4, after 'icmp/', but found 'icmp/256'")]
    [InlineData("{ vpn: gre/1 }", "2:18 POL022 services.vpn: 'gre/1': EC2 knows no ports of this protocol; expected 'gre' alone")]
    [InlineData(
        "{ admin: rdp }",
        "2:20 POL022 services.admin: 'rdp' is IANA's name for protocol 27; Remote Desktop is tcp/3389, which you can name rdp under "
            + "services")]
    [InlineData("{ web: tcp/80, sites: [webb] }", "2:34 POL022 services.sites[0]: unknown service 'webb' — did you mean 'web'?")]
    public void A_mistake_in_a_service(string services, string expected) => Check($"version: 1\nservices: {services}\n", expected);

    [Theory]
    [InlineData(
        "exemptions:\n  - { reason: x, until: 2026-02-30, allow: any }",
        "3:25 POL040 exemptions[0].until: expected the last day on which it is in force (UTC), such as 2026-12-31, but found "
            + "'2026-02-30'")]
    [InlineData(
        "exemptions:\n  - { reason: x, allow: any }",
        "3:5 POL011 exemptions[0]: the key 'until' is missing; expected something like until: 2026-12-31")]
    [InlineData(
        "tests:\n  - { name: x, rules: [ingress tcp/22 to 10.0.0.0/8], expect: { revoke: all } }",
        "3:24 POL050 tests[0].rules[0]: Rule 'ingress tcp/22 to 10.0.0.0/8': expected 'from', but found 'to', because ingress comes "
            + "from a source.")]
    [InlineData(
        "tests:\n  - { name: x, rules: [ingress tcp/22 from 10.0.0.0/8, ingress tcp/22 from 10.0.0.1/8], expect: { revoke: all } }",
        "3:56 POL050 tests[0].rules[1]: this is the same rule as rules[0], which EC2 refuses; expected each rule once")]
    [InlineData(
        "tests:\n  - { name: x, rules: [ingress tcp/22 from 10.0.0.0/8], expect: { revoke: [ingress tcp/23 from 10.0.0.0/8] } }",
        "3:76 POL051 tests[0].expect.revoke[0]: 'ingress tcp/23 from 10.0.0.0/8' isn't one of this test's rules — did you mean "
            + "'ingress tcp/22 from 10.0.0.0/8'?")]
    [InlineData(
        "guardrails: [{ name: closed, forbid: any }]\ntests:\n  - { name: x, expect: { violates: [clsoed] } }",
        "4:37 POL052 tests[0].expect.violates[0]: unknown guardrail 'clsoed' — did you mean 'closed'?")]
    [InlineData(
        "tests:\n  - { name: x, expect: {} }",
        "3:24 POL008 tests[0].expect: expected violates, revoke or authorize, but found an empty mapping")]
    [InlineData(
        "tests:\n  - { name: x, group: { id: sg-0A1B }, expect: { revoke: none } }",
        "3:29 POL030 tests[0].group.id: expected a group's id such as sg-0123456789abcdef0, but found 'sg-0A1B'")]
    [InlineData(
        "tests:\n  - { name: x, group: { vpc: vpc-1_2 }, expect: { revoke: none } }",
        "3:30 POL030 tests[0].group.vpc: expected a VPC's id such as vpc-0123456789abcdef0, but found 'vpc-1_2'")]
    [InlineData(
        "tests:\n  - { name: x }",
        "3:5 POL011 tests[0]: the key 'expect' is missing; expected something like expect: { violates: [no-world-open-ingress], "
            + "revoke: all }")]
    [InlineData(
        "guardrails:\n  - { name: a, forbid: any }\n  - { name: a, forbid: any }",
        "4:13 POL016 guardrails[1].name: the guardrail on line 3 has the name 'a' too; expected each name once")]
    public void A_mistake_elsewhere(string rest, string expected) => Check($"version: 1\n{rest}\n", expected);

    [Fact]
    public void All_mistakes_are_reported_at_once_in_the_order_of_the_file()
    {
        var problems = Problems("""
            version: 1
            tests:
              - { name: t, expect: { violates: [nobody] } }
            modee: observe
            networks: { a: [b] }
            guardrails:
              - name: x
                forbidd: any
                forbid:
                  - ingress: tcp/99999
                    from: c
            """);

        Assert.Equal(["3:37", "4:1", "5:17", "8:5", "10:18", "11:15"], problems.Select(p => $"{p.Line}:{p.Column}"));
    }

    [Fact]
    public void The_mistakes_of_one_file_are_bounded()
    {
        var networks = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"  n{i}: [x{i}]\n"));

        Assert.Equal(PolicyReader.MaxProblems, Problems($"version: 1\nnetworks:\n{networks}").Length);
    }

    [Fact]
    public void How_often_networks_name_each_other_is_bounded()
    {
        static string AllBefore(int i) => string.Join(", ", Enumerable.Range(0, i).Select(j => $"n{j}"));
        var networks = string.Concat(Enumerable.Range(1, 200).Select(i => $"  n{i}: [{AllBefore(i)}]\n"));

        var problem = Assert.Single(Problems($"version: 1\nnetworks:\n  n0: 10.0.0.0/8\n{networks}"));

        Assert.Equal(PolicyCode.TooMany, problem.Code);
        Assert.Equal("networks name each other more than 10,000 times; expected fewer", problem.Message);
    }
}
