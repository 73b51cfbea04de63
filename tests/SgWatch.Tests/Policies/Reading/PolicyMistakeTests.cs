using System.Text;
using SgWatch.Policies.Reading;

namespace SgWatch.Tests.Policies.Reading;

/// <summary>Every kind of mistake: where it is found, under which code, and in which words.</summary>
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
    [InlineData("{ forbid: any }", "3:5 POL011 guardrails[0]: the key 'name' is missing; expected something like name: admin-ports-closed")]
    [InlineData(
        "{ name: No Spaces, forbid: any }",
        "3:13 POL015 guardrails[0].name: expected a name of 1-64 lower-case letters, digits and '-' that begins with a letter, but "
            + "found 'No Spaces'")]
    [InlineData(
        "{ name: all, forbid: any }",
        "3:13 POL017 guardrails[0].name: 'all' has a meaning of its own in tests; expected another name for this guardrail")]
    [InlineData("{ name: a }", "3:5 POL011 guardrails[0]: expected forbid or require in a guardrail, such as forbid: any")]
    [InlineData(
        "{ name: a, require: [{ ingress: tcp/22, from: 10.0.0.0/8 }], allow: any }",
        "3:73 POL031 guardrails[0].allow: 'allow' makes exceptions from 'forbid', and this guardrail has no 'forbid'")]
    [InlineData(
        "{ name: a, forbid: any, severity: hi }",
        "3:39 POL013 guardrails[0].severity: expected low, medium, high or critical, but found 'hi'")]
    [InlineData(
        "{ name: a, forbid: any, action: revke }",
        "3:37 POL013 guardrails[0].action: expected revoke, narrow or alert, but found 'revke' — did you mean 'revoke'?")]
    [InlineData(
        "{ name: a, forbid: any, action: Revoke }",
        "3:37 POL013 guardrails[0].action: expected revoke, narrow or alert, but found 'Revoke' — did you mean 'revoke'?")]
    [InlineData(
        "{ name: a, forbid: any, judge: state, unless-changed-by: 'arn:aws:iam::*:role/x' }",
        "3:62 POL031 guardrails[0].unless-changed-by: 'unless-changed-by' goes with judge: changes; judge: state acts on every rule, "
            + "no matter who changed it")]
    [InlineData(
        "{ name: a, forbid: any, unless-changed-by: deploy }",
        "3:48 POL030 guardrails[0].unless-changed-by: expected a principal's ARN, in which * is any text, such as "
            + "\"arn:aws:iam::111122223333:role/deploy-*\", but found 'deploy'")]
    [InlineData(
        "{ name: a, forbid: any, narrow-limit: 5 }",
        "3:43 POL031 guardrails[0].narrow-limit: 'narrow-limit' goes with action: narrow")]
    [InlineData(
        "{ name: a, forbid: yes }",
        "3:24 POL012 guardrails[0].forbid: expected any, or a list of entries such as { ingress: tcp/22, from: 10.0.0.0/8 }, but "
            + "found 'yes'")]
    [InlineData(
        "{ name: a, forbid: any, groups: { id: web-1 } }",
        "3:43 POL030 guardrails[0].groups.id: expected a group's id such as sg-0123456789abcdef0, but found 'web-1'")]
    [InlineData(
        "{ name: a, forbid: any, groups: { account: 12345 } }",
        "3:48 POL030 guardrails[0].groups.account: expected an account: its 12 digits, but found '12345'")]
    [InlineData(
        "{ name: a, forbid: any, groups: {} }",
        "3:37 POL008 guardrails[0].groups: expected one of name, id, vpc, account, region, tags, not, any (to mean every group, "
            + "leave the key out), but found an empty mapping")]
    [InlineData(
        "{ name: a, forbid: any, groups: web }",
        "3:37 POL012 guardrails[0].groups: expected a selector of groups: a mapping with the keys name, id, vpc, account, region, "
            + "tags, not, any, but found 'web'")]
    [InlineData(
        "{ name: a, forbid: any, groups: { tags: { tier: } } }",
        "3:47 POL008 guardrails[0].groups.tags.tier: this tag has no value; write it, or \"*\" for any")]
    [InlineData(
        "{ name: a, forbid: any, groups: { not: { nam: x } } }",
        "3:46 POL010 guardrails[0].groups.not.nam: unknown key 'nam' — did you mean 'name'?")]
    public void A_mistake_in_a_guardrail(string guardrail, string expected) => Check($"version: 1\nguardrails:\n  - {guardrail}\n", expected);

    [Theory]
    [InlineData(
        "forbid",
        "{ from: world }",
        "POL024 : expected ingress or egress in an entry, such as { ingress: tcp/22, from: 10.0.0.0/8 }")]
    [InlineData(
        "forbid",
        "{ ingress: any, egress: any }",
        "POL024 : expected ingress or egress in an entry, but found both; write two entries")]
    [InlineData("forbid", "{ ingress: any, to: world }", "POL024 .to: 'to' goes with egress; expected 'from' with ingress")]
    [InlineData("forbid", "{ egress: any, from: world }", "POL024 .from: 'from' goes with ingress; expected 'to' with egress")]
    [InlineData("forbid", "{ ingress: any, from: ofice }", "POL020 .from: unknown network 'ofice' — did you mean 'office'?")]
    [InlineData("forbid", "{ ingress: any, from: wrold }", "POL020 .from: unknown network 'wrold' — did you mean 'world'?")]
    [InlineData("forbid", "{ ingress: any, from: [office, sg-1] }", "POL020 .from[1]: expected { group: sg-1 }, but found 'sg-1'")]
    [InlineData(
        "forbid",
        "{ ingress: any, from: { group: pl-1 } }",
        "POL020 .from.group: expected a group's id such as sg-0123456789abcdef0, but found 'pl-1'")]
    [InlineData(
        "forbid",
        "{ ingress: any, from: { prefix-list: sg-1 } }",
        "POL020 .from.prefix-list: expected a prefix list's id such as pl-0123456789abcdef0, but found 'sg-1'")]
    [InlineData(
        "forbid",
        "{ ingress: any, from: {} }",
        "POL012 .from: expected either { group: sg-… } or { prefix-list: pl-… }, but found an empty mapping")]
    [InlineData(
        "allow",
        "{ ingress: any, from: [[office]] }",
        "POL012 .from[0]: expected any, a CIDR block, an address, a name from networks, world, internet, private, groups, { group: "
            + "sg-… } or { prefix-list: pl-… }, but found a list")]
    [InlineData(
        "require",
        "any",
        "POL025 : 'any' can't be required, because no rules can express it; expected entries such as { ingress: tcp/443, from: "
            + "10.0.0.0/8 }")]
    [InlineData(
        "require",
        "{ ingress: tcp/22 }",
        "POL025 : without 'from' or 'to' an entry means any peer, which no rules can express; expected 'from' or 'to'")]
    [InlineData(
        "require",
        "{ ingress: tcp/22, from: world }",
        "POL025 .from: 'world' can't be required, because no rules can express it; expected CIDR blocks, networks, { group: sg-… } "
            + "or { prefix-list: pl-… }")]
    [InlineData(
        "require",
        "{ ingress: tcp/22, from: groups }",
        "POL025 .from: 'groups' can't be required, because no rules can express it; expected CIDR blocks, networks, { group: sg-… } "
            + "or { prefix-list: pl-… }")]
    [InlineData(
        "require",
        "{ ingress: tcp/22, from: outside }",
        "POL025 : this takes more than 60 rules, EC2's quota for a group; expected fewer or wider CIDR blocks")]
    public void A_mistake_in_an_entry(string key, string entry, string expected)
    {
        var text = $"version: 1\nnetworks: {{ office: 10.0.0.0/8, outside: internet }}\nguardrails:\n  - name: a\n    forbid: {(key == "forbid" ? $"[{entry}]" : "any")}\n"
            + (key == "forbid" ? "" : $"    {key}: [{entry}]\n");

        var problem = Assert.Single(Problems(text));

        Assert.Equal(expected, $"{problem.Code} {problem.Path[$"guardrails[0].{key}[0]".Length..]}: {problem.Message}");
    }

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
        "tests:\n  - { name: x }",
        "3:5 POL011 tests[0]: the key 'expect' is missing; expected something like expect: { violates: [no-world-open-ingress], "
            + "revoke: all }")]
    [InlineData(
        "guardrails:\n  - { name: a, forbid: any }\n  - { name: a, forbid: any }",
        "4:13 POL016 guardrails[1].name: the guardrail on line 3 has the name 'a' too; expected each name once")]
    public void A_mistake_elsewhere(string rest, string expected) => Check($"version: 1\n{rest}\n", expected);

    [Theory]
    [InlineData("version: 1\n\tmode: observe\n", 2, "expected spaces")]
    [InlineData("version: 1\nlimits:\n\tfights-after: 3\n", 3, "expected spaces")]
    [InlineData("version: 1\nguardrails:\n  - name: a\n    groups: { name: * }\n", 4, "must be in quotes")]
    [InlineData("version: 1\nmode: 'observe\n", 2, "this isn't YAML")]
    [InlineData("version: 1\n- mode\n", 2, "this isn't YAML")]
    [InlineData("version: 1\nmode: [observe\n", 3, "this isn't YAML")]
    public void What_is_not_yaml_is_told_with_its_line_and_a_hint(string text, int line, string hint)
    {
        var problem = Assert.Single(Problems(text));

        Assert.Equal((PolicyCode.NotYaml, line), (problem.Code, problem.Line));
        Assert.Contains(hint, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_glob_that_is_an_alias_to_yaml_is_told_so()
    {
        var problem = Assert.Single(Problems("version: 1\nguardrails:\n  - name: a\n    forbid: any\n    groups: { name: *-prod }\n"), p => p.Code == PolicyCode.AnchorOrTag);

        Assert.Equal((5, 21, "guardrails[0].groups.name"), (problem.Line, problem.Column, problem.Path));
        Assert.Contains("put it in quotes", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once_in_the_order_of_the_file()
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
    public void The_mistakes_of_one_file_are_bounded() =>
        Assert.Equal(PolicyReader.MaxProblems, Problems("version: 1\nnetworks:\n" + string.Concat(Enumerable.Range(0, 40_000).Select(i => $"  n{i}: [x{i}]\n"))).Length);

    [Fact]
    public void How_often_networks_name_each_other_is_bounded()
    {
        var networks = string.Concat(Enumerable.Range(1, 200).Select(i => $"  n{i}: [{string.Join(", ", Enumerable.Range(0, i).Select(j => $"n{j}"))}]\n"));

        var problem = Assert.Single(Problems($"version: 1\nnetworks:\n  n0: 10.0.0.0/8\n{networks}"));

        Assert.Equal((PolicyCode.TooMany, "networks name each other more than 10,000 times; expected fewer"), (problem.Code, problem.Message));
    }

    [Theory]
    [InlineData("version: 1 # \u202E", "the character U+202E")]
    [InlineData("version: 1\0", "the character U+0000")]
    public void Characters_that_hide_something_are_refused(string text, string expected)
    {
        var problem = Assert.Single(Problems(text));

        Assert.Equal(PolicyCode.NotText, problem.Code);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_is_refused() =>
        Assert.Contains("the character U+D800", Assert.Single(Problems("version: 1 # \uD800")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_of_ten_megabytes_is_refused_unread()
    {
        Assert.Equal(PolicyCode.TooLarge, Assert.Single(Problems(new string('a', 10 << 20))).Code);
        Assert.Equal(PolicyCode.TooLarge, Assert.Single(Rejected(PolicyReader.Read("f", new byte[10 << 20]))).Code);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void A_file_nested_without_end_is_refused_at_once(string step)
    {
        var problems = Problems(string.Concat(Enumerable.Repeat(step, 200_000)));

        Assert.Contains(problems[0].Code, (string[])[PolicyCode.TooDeep, PolicyCode.NotYaml]);
    }

    [Fact]
    public void Bytes_are_utf8_with_or_without_a_mark()
    {
        byte[] text = [.. "version: 1\n# ä\n"u8];

        Assert.IsType<PolicyReadResult.Accepted>(PolicyReader.Read("f", text));
        Assert.IsType<PolicyReadResult.Accepted>(PolicyReader.Read("f", [0xEF, 0xBB, 0xBF, .. text]));
        var latin1 = Assert.Single(Rejected(PolicyReader.Read("f", Encoding.Latin1.GetBytes("version: 1\n# ä\n"))));
        Assert.Equal((PolicyCode.NotText, 2), (latin1.Code, latin1.Line));
        var utf16 = Assert.Single(Rejected(PolicyReader.Read("f", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("version: 1")])));
        Assert.Contains("UTF-16", utf16.Message, StringComparison.Ordinal);
    }

    private static void Check(string text, string expected) =>
        Assert.Equal(expected.Split('|'), Problems(text).Select(p => $"{p.Line}:{p.Column} {p.Code} {p.Path}: {p.Message}"));

    private static PolicyProblem[] Problems(string text) => Rejected(PolicyReader.Read("sgwatch.yaml", text));

    private static PolicyProblem[] Rejected(PolicyReadResult result) => [.. Assert.IsType<PolicyReadResult.Rejected>(result).Problems];
}
