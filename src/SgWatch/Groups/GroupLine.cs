using System.Collections.Immutable;
using System.Text.Json;
using SgWatch.Addresses;
using SgWatch.Rules;
using SgWatch.Text;

namespace SgWatch.Groups;

/// <summary>Reads SgWatch's own form of a group.</summary>
/// <remarks>
/// <c>{"group":{"id","name","vpc","account","region","tags":{}},"rules":[…],"prefixLists":{"pl-…":[…]}}</c>.
/// A rule is its text, or <c>{"ruleId","rule"}</c> if it has an id.
/// </remarks>
internal static class GroupLine
{
    private static readonly string[] Keys = ["group", "rules", "prefixLists"];
    private static readonly string[] GroupKeys = ["id", "name", "vpc", "account", "region", "tags"];
    private static readonly string[] RuleKeys = ["ruleId", "rule"];

    /// <summary>Reads one line.</summary>
    /// <param name="line">The line's JSON.</param>
    /// <param name="position">The list that the line's rules are elements of.</param>
    /// <param name="indent">The bytes of the line before its JSON.</param>
    /// <exception cref="FormatException">The line holds no group. The message says what was expected.</exception>
    public static GroupInput Read(JsonElement line, SourceList position, int indent)
    {
        Expect(line.ValueKind == JsonValueKind.Object, "an object with the keys group and rules");
        ExpectKeys(line, Keys, "");
        Expect(
            line.TryGetProperty("group", out var group) && group.ValueKind == JsonValueKind.Object,
            """group: an object such as {"id":"sg-1","name":"web"}""");
        ExpectKeys(group, GroupKeys, "group.");
        var id = Text(group, "id") ?? throw new FormatException("group.id: the group's id, such as sg-0123");
        return new GroupInput.Group(
            new SecurityGroup(id, Text(group, "name") ?? "")
            {
                VpcId = Text(group, "vpc"),
                OwnerId = Text(group, "account"),
                Region = Text(group, "region"),
                Tags = Tags(group),
                Rules = Rules(line, position, indent),
            },
            PrefixLists(line));
    }

    private static ImmutableArray<SecurityGroupRule> Rules(JsonElement line, SourceList position, int indent)
    {
        if (!line.TryGetProperty("rules", out var rules))
        {
            return [];
        }
        Expect(rules.ValueKind == JsonValueKind.Array, "rules: a list of texts such as \"ingress tcp/22 from 0.0.0.0/0\"");
        return [.. rules.EnumerateArray().Select((rule, i) => Rule(rule, $"rules[{i}]") with
        {
            Source = new(position, i, indent + rule.OffsetIn(line)),
        })];
    }

    private static SecurityGroupRule Rule(JsonElement rule, string path)
    {
        var hasId = rule.ValueKind == JsonValueKind.Object;
        if (hasId)
        {
            ExpectKeys(rule, RuleKeys, $"{path}.");
        }
        var text = hasId ? Text(rule, "rule") : rule.StringOrNull();
        Expect(text is not null, $"{path}: a text such as \"ingress tcp/22 from 0.0.0.0/0\"");
        return RuleText.TryParse(text!, out var read, out var problem)
            ? read with { SecurityGroupRuleId = hasId ? Text(rule, "ruleId") : null }
            : throw new FormatException($"{path}: {problem}");
    }

    private static PrefixLists PrefixLists(JsonElement line)
    {
        if (!line.TryGetProperty("prefixLists", out var lists))
        {
            return SgWatch.Rules.PrefixLists.None;
        }
        Expect(lists.ValueKind == JsonValueKind.Object, """prefixLists: an object such as {"pl-1":["10.0.0.0/8"]}""");
        return new(lists.EnumerateObject().DistinctBy(list => list.Name).ToImmutableDictionary(list => list.Name, Entries));
    }

    private static AddressSet Entries(JsonProperty list)
    {
        var path = $"prefixLists.{SafeText.Excerpt(list.Name)}";
        Expect(list.Value.ValueKind == JsonValueKind.Array, $"{path}: a list of CIDR blocks");
        var ipv4 = new List<CidrIpv4>();
        var ipv6 = new List<CidrIpv6>();
        foreach (var entry in list.Value.EnumerateArray())
        {
            var text = entry.StringOrNull();
            if (CidrIpv4.TryParse(text, out var four))
            {
                ipv4.Add(four);
            }
            else
            {
                Expect(CidrIpv6.TryParse(text, out var six), $"{path}: a CIDR block where {Shown(entry)} stands");
                ipv6.Add(six);
            }
        }
        return AddressSet.Of(ipv4, ipv6);
    }

    private static ImmutableSortedDictionary<string, string> Tags(JsonElement group)
    {
        if (!group.TryGetProperty("tags", out var tags))
        {
            return ImmutableSortedDictionary<string, string>.Empty;
        }
        Expect(
            tags.ValueKind == JsonValueKind.Object && tags.EnumerateObject().All(tag => tag.Value.StringOrNull() is not null),
            """group.tags: an object of texts such as {"tier":"edge"}""");
        return tags.EnumerateObject().DistinctBy(tag => tag.Name)
            .ToImmutableSortedDictionary(tag => tag.Name, tag => tag.Value.StringOrNull()!, StringComparer.Ordinal);
    }

    private static string? Text(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value))
        {
            return null;
        }
        return value.StringOrNull() ?? throw new FormatException($"expected {name}: a text where {Shown(value)} stands");
    }

    private static void ExpectKeys(JsonElement element, string[] keys, string path)
    {
        foreach (var property in element.EnumerateObject())
        {
            Expect(
                keys.Contains(property.Name),
                $"one of the keys {string.Join(", ", keys)} where {path}{SafeText.Excerpt(property.Name)} stands");
        }
    }

    private static void Expect(bool condition, string what)
    {
        if (!condition)
        {
            throw new FormatException($"expected {what}");
        }
    }

    private static string Shown(JsonElement value) => SafeText.Excerpt(value.GetRawText());
}
