using static SgWatch.Tests.Policies.Reading.PolicyMistakes;

namespace SgWatch.Tests.Policies.Reading;

public sealed class GuardrailMistakeTests
{
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
        "3:48 POL030 guardrails[0].unless-changed-by: expected a principal's ARN, in which * is any text without a /, "
            + "such as \"arn:aws:iam::111122223333:role/deploy-*\", or an AWS service's host such as elasticmapreduce.amazonaws.com, "
            + "but found 'deploy'")]
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
    public void A_mistake_in_a_guardrail(string guardrail, string expected) =>
        Check($"version: 1\nguardrails:\n  - {guardrail}\n", expected);

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
        var text = "version: 1\nnetworks: { office: 10.0.0.0/8, outside: internet }\nguardrails:\n  - name: a\n"
            + (key == "forbid" ? $"    forbid: [{entry}]\n" : $"    forbid: any\n    {key}: [{entry}]\n");

        var problem = Assert.Single(Problems(text));

        Assert.Equal(expected, $"{problem.Code} {problem.Path[$"guardrails[0].{key}[0]".Length..]}: {problem.Message}");
    }
}
