using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Rules;

namespace SgWatch.Policies.Reading;

/// <summary>Reads the section <c>tests</c>.</summary>
internal sealed class TestReader(PolicyContext context, ImmutableArray<Guardrail> guardrails)
{
    private const string RuleForm = "a rule such as: ingress tcp/22 from 0.0.0.0/0";
    private const string GroupId = "sg-00000000000000000";

    private readonly ProblemList _problems = context.Problems;
    private readonly HashSet<string> _guardrails = [.. guardrails.Select(guardrail => guardrail.Name)];

    public ImmutableArray<PolicyTest> ReadAll(PolicyNode? section) =>
    [
        .. Sections.Entries(section, "tests", _problems)
            .Select(item => Fields.Of(item, "a test", _problems, "name", "group", "rules", "prefix-lists", "changed-by", "expect"))
            .OfType<Fields>()
            .Select(Read),
    ];

    private PolicyTest Read(Fields fields)
    {
        var name = Values.Sentence(fields.Required("name", "name: nobody gets in by SSH"), "what the test shows, in words", _problems);
        var rules = Rules(fields["rules"]);
        return new(
            name ?? "",
            Group(fields["group"]) with { Rules = rules },
            new(PrefixLists(fields["prefix-lists"])),
            Expectation(fields.Required("expect", "expect: { violates: [no-world-open-ingress], revoke: all }"), rules),
            fields.Node.Line)
        {
            ChangedBy = Checked(
                fields["changed-by"],
                "a principal's ARN such as arn:aws:iam::111122223333:role/deploy, or an AWS service's host",
                text => text.StartsWith("arn:", StringComparison.Ordinal) || AwsIds.IsServiceHost(text)),
        };
    }

    private SecurityGroup Group(PolicyNode? node)
    {
        if (node is null || Fields.Of(node, "a group", _problems, "id", "name", "vpc", "account", "region", "tags") is not { } fields)
        {
            return new(GroupId, "test");
        }
        var id = Checked(fields["id"], IdForms.Group, AwsIds.IsGroupId);
        return new(id ?? GroupId, Values.Text(fields["name"], "a group's name", _problems) ?? "test")
        {
            VpcId = Checked(fields["vpc"], IdForms.Vpc, AwsIds.IsVpcId),
            OwnerId = Checked(fields["account"], IdForms.Account, AwsIds.IsAccount),
            Region = Checked(fields["region"], IdForms.Region, AwsIds.IsRegion),
            Tags = Tags(fields["tags"]),
        };
    }

    private string? Checked(PolicyNode? node, string what, Func<string, bool> isValid)
    {
        var text = Values.Text(node, what, _problems);
        if (text is not null && !isValid(text))
        {
            _problems.Expected(PolicyCode.BadSelector, node!, what);
        }
        return text;
    }

    private ImmutableSortedDictionary<string, string> Tags(PolicyNode? node)
    {
        if (node is not null and not PolicyNode.Map)
        {
            _problems.Expected(PolicyCode.WrongKind, node, "a mapping of tags to values, such as { tier: edge }");
        }
        return ((node as PolicyNode.Map)?.Entries ?? []).ToImmutableSortedDictionary(
            entry => entry.Key.Text, entry => Values.Text(entry.Value, "a tag's value", _problems) ?? "", StringComparer.Ordinal);
    }

    private ImmutableArray<SecurityGroupRule> Rules(PolicyNode? node)
    {
        var rules = ImmutableArray.CreateBuilder<SecurityGroupRule>();
        // by text, because two rules have the same text exactly if they admit the same traffic
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in Sections.Entries(node, "rules", _problems))
        {
            var rule = Rule(item);
            if (rule is not null && !indexes.TryAdd(rule.ToString(), rules.Count))
            {
                _problems.Add(PolicyCode.BadRule, item,
                    $"this is the same rule as rules[{indexes[rule.ToString()]}], which EC2 refuses; expected each rule once");
            }
            // a rule that can't be read is replaced, so that the others keep their indexes
            rules.Add((rule ?? new(null, false, default, new Peer.Unknown(""))) with { SecurityGroupRuleId = $"rules[{rules.Count}]" });
        }
        return rules.ToImmutable();
    }

    private SecurityGroupRule? Rule(PolicyNode item)
    {
        if (Values.Text(item, RuleForm, _problems) is not { } text)
        {
            return null;
        }
        if (!RuleText.TryParse(text, out var rule, out var problem))
        {
            _problems.Add(PolicyCode.BadRule, item, problem);
        }
        return rule;
    }

    private ImmutableDictionary<string, AddressSet> PrefixLists(PolicyNode? node)
    {
        var lists = ImmutableDictionary.CreateBuilder<string, AddressSet>(StringComparer.Ordinal);
        if (node is not null and not PolicyNode.Map)
        {
            _problems.Expected(PolicyCode.WrongKind, node, "a mapping of prefix lists to their entries, such as { pl-1: [10.0.0.0/8] }");
        }
        foreach (var (key, value) in (node as PolicyNode.Map)?.Entries ?? [])
        {
            if (!Peer.TryParse(key.Text, out var peer) || peer is not Peer.PrefixList)
            {
                _problems.Expected(PolicyCode.UnknownPeer, key, IdForms.PrefixList);
            }
            lists[key.Text] = Entries(value);
        }
        return lists.ToImmutable();
    }

    private AddressSet Entries(PolicyNode list)
    {
        var addresses = default(AddressSet);
        // a prefix list may be empty
        foreach (var (item, text) in list is PolicyNode.List { Items.Count: 0 } ? [] : Values.Texts(list, AddressReader.Form, _problems))
        {
            if (context.Networks.TryGet(text, out var named) || AddressReader.TryRead(text, out named))
            {
                addresses = addresses.Union(named);
            }
            else
            {
                _problems.Add(PolicyCode.UnknownPeer, item, AddressReader.Mistake(text, item, context.Networks.Names, _problems));
            }
        }
        return addresses;
    }

    private PolicyExpectation Expectation(PolicyNode? node, ImmutableArray<SecurityGroupRule> rules)
    {
        if (node is null || Fields.Of(node, "an expectation", _problems, "violates", "revoke", "authorize") is not { } fields)
        {
            return new(null, null, null);
        }
        if (node is PolicyNode.Map { Entries.Count: 0 })
        {
            _problems.Expected(PolicyCode.Empty, node, "violates, revoke or authorize");
        }
        return new(
            fields["violates"] is { } violates ? [.. Listed(violates).Select(Violated).OfType<string>()] : null,
            fields["revoke"] is { } revoke ? Revoked(revoke, rules) : null,
            fields["authorize"] is { } authorize ? [.. Listed(authorize).Select(Rule).OfType<SecurityGroupRule>()] : null);
    }

    // "none" and an empty list mean the same
    private static List<PolicyNode> Listed(PolicyNode node) => node switch
    {
        PolicyNode.Scalar { Text: "none" } => [],
        PolicyNode.List list => list.Items,
        _ => [node],
    };

    private string? Violated(PolicyNode item)
    {
        if (Values.Text(item, "a guardrail's name", _problems) is not { } name)
        {
            return null;
        }
        if (!_guardrails.Contains(name))
        {
            _problems.Add(PolicyCode.UnknownGuardrail, item, $"unknown guardrail {item.Description}{_problems.Suggest(name, _guardrails)}");
        }
        return name;
    }

    private ImmutableArray<int> Revoked(PolicyNode node, ImmutableArray<SecurityGroupRule> rules)
    {
        if (node is PolicyNode.Scalar { Text: "all" })
        {
            return [.. Enumerable.Range(0, rules.Length)];
        }
        var indexes = ImmutableArray.CreateBuilder<int>();
        foreach (var item in Listed(node))
        {
            if (Rule(item) is not { } rule)
            {
                continue;
            }
            if (rules.FirstOrDefault(rule.HasSameTraffic) is { } same)
            {
                indexes.Add(rules.IndexOf(same));
            }
            else
            {
                var near = _problems.Suggest(rule.ToString(), rules.Select(r => r.ToString()));
                _problems.Add(PolicyCode.UnknownRule, item, $"{item.Description} isn't one of this test's rules{near}");
            }
        }
        return [.. indexes.Distinct().Order()];
    }
}
