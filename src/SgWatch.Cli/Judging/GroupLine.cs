using System.Collections.Immutable;
using System.Text.Json;
using SgWatch.Addresses;
using SgWatch.Rules;

namespace SgWatch.Cli.Judging;

/// <summary>Reads SgWatch's own form of a group: <c>{"group":{"id","name","vpc","account","region","tags":{}},"rules":[…],"prefixLists":{"pl-…":[…]}}</c>.</summary>
internal static class GroupLine
{
    private static readonly string[] Keys = ["group", "rules", "prefixLists"];
    private static readonly string[] GroupKeys = ["id", "name", "vpc", "account", "region", "tags"];

    /// <summary>Reads one line; a rule may be its text, or <c>{"ruleId","rule"}</c> to give it an id.</summary>
    public static JudgeInput Read(JsonElement line, string where)
    {
        try
        {
            Expect(line.ValueKind == JsonValueKind.Object, "an object with the keys group and rules");
            Known(line, Keys, "");
            Expect(line.TryGetProperty("group", out var group) && group.ValueKind == JsonValueKind.Object, "group: an object such as {\"id\":\"sg-1\",\"name\":\"web\"}");
            Known(group, GroupKeys, "group.");
            return new JudgeInput.Group(
                new SecurityGroup(Text(group, "id") ?? throw new FormatException("group.id: the group's id, such as sg-0123"), Text(group, "name") ?? "")
                {
                    VpcId = Text(group, "vpc"),
                    OwnerId = Text(group, "account"),
                    Region = Text(group, "region"),
                    Tags = Tags(group),
                    Rules = Rules(line),
                },
                PrefixLists(line));
        }
        catch (FormatException mistake)
        {
            return new JudgeInput.Mistake(where, mistake.Message);
        }
    }

    private static ImmutableArray<SecurityGroupRule> Rules(JsonElement line)
    {
        if (!line.TryGetProperty("rules", out var rules))
        {
            return [];
        }
        Expect(rules.ValueKind == JsonValueKind.Array, "rules: a list of texts such as \"ingress tcp/22 from 0.0.0.0/0\"");
        return [.. rules.EnumerateArray().Select((rule, i) => Rule(rule, $"rules[{i}]"))];
    }

    private static SecurityGroupRule Rule(JsonElement rule, string path)
    {
        var hasId = rule.ValueKind == JsonValueKind.Object;
        if (hasId)
        {
            Known(rule, ["ruleId", "rule"], $"{path}.");
        }
        var text = hasId ? Text(rule, "rule") : JsonTexts.Read(rule);
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
        Expect(lists.ValueKind == JsonValueKind.Object, "prefixLists: an object such as {\"pl-1\":[\"10.0.0.0/8\"]}");
        return new(lists.EnumerateObject().DistinctBy(list => list.Name).ToImmutableDictionary(list => list.Name, Entries));
    }

    private static AddressSet Entries(JsonProperty list)
    {
        Expect(list.Value.ValueKind == JsonValueKind.Array, $"prefixLists.{list.Name}: a list of CIDR blocks");
        var ipv4 = new List<CidrIpv4>();
        var ipv6 = new List<CidrIpv6>();
        foreach (var entry in list.Value.EnumerateArray())
        {
            var text = JsonTexts.Read(entry);
            if (CidrIpv4.TryParse(text, out var four))
            {
                ipv4.Add(four);
            }
            else
            {
                Expect(CidrIpv6.TryParse(text, out var six), $"prefixLists.{list.Name}: a CIDR block where {entry.GetRawText()} stands");
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
        Expect(tags.ValueKind == JsonValueKind.Object && tags.EnumerateObject().All(tag => JsonTexts.Read(tag.Value) is not null),
            "group.tags: an object of texts such as {\"tier\":\"edge\"}");
        return tags.EnumerateObject().DistinctBy(tag => tag.Name)
            .ToImmutableSortedDictionary(tag => tag.Name, tag => JsonTexts.Read(tag.Value)!, StringComparer.Ordinal);
    }

    private static string? Text(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value))
        {
            return null;
        }
        return JsonTexts.Read(value) ?? throw new FormatException($"expected {name}: a text where {value.GetRawText()} stands");
    }

    private static void Known(JsonElement element, string[] keys, string path)
    {
        foreach (var property in element.EnumerateObject())
        {
            Expect(keys.Contains(property.Name), $"one of the keys {string.Join(", ", keys)} where {path}{property.Name} stands");
        }
    }

    private static void Expect(bool condition, string what)
    {
        if (!condition)
        {
            throw new FormatException($"expected {what}");
        }
    }
}
