using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using SgWatch.Policies;
using SgWatch.Rules;

namespace SgWatch.Cli.Judging;

/// <summary>Reads what the AWS CLI prints: <c>describe-security-groups</c>, or <c>describe-security-group-rules</c> of any number of groups.</summary>
/// <remarks>A rule that isn't understood stays in the group as <see cref="Peer.Unknown"/>, and becomes a finding. Source: EC2 API Reference.</remarks>
internal static class DescribedGroups
{
    private static readonly (string List, string Value)[] PeerLists =
        [("IpRanges", "CidrIp"), ("Ipv6Ranges", "CidrIpv6"), ("UserIdGroupPairs", "GroupId"), ("PrefixListIds", "PrefixListId")];

    private static readonly string[] PeerFields = ["CidrIpv4", "CidrIpv6", "PrefixListId"];

    public static bool IsDescribed(JsonElement root) => root.TryGetProperty("SecurityGroups", out _) || root.TryGetProperty("SecurityGroupRules", out _);

    /// <summary>The groups, in the order in which they stand there.</summary>
    public static IEnumerable<JudgeInput> Read(JsonElement root)
    {
        var rules = List(root, "SecurityGroupRules").ToLookup(rule => Text(rule, "GroupId") ?? "");
        var groups = List(root, "SecurityGroups").Select(Group).ToList();
        var described = groups.Select(group => group.GroupId).ToHashSet();
        foreach (var group in groups)
        {
            // where both are there, the rules with ids say the same and more
            yield return Input(rules.Contains(group.GroupId) ? group with { Rules = [.. rules[group.GroupId].Select(Rule)] } : group);
        }
        foreach (var byGroup in rules.Where(byGroup => !described.Contains(byGroup.Key)))
        {
            yield return Input(new SecurityGroup(byGroup.Key, "")
            {
                OwnerId = Text(byGroup.First(), "GroupOwnerId"),
                Rules = [.. byGroup.Select(Rule)],
            });
        }
    }

    private static JudgeInput Input(SecurityGroup group) => group.GroupId.Length > 0
        ? new JudgeInput.Group(group, PrefixLists.None)
        : new JudgeInput.Mistake("a group", "expected a GroupId on every group and rule");

    private static SecurityGroup Group(JsonElement group) => new(Text(group, "GroupId") ?? "", Text(group, "GroupName") ?? "")
    {
        VpcId = Text(group, "VpcId"),
        OwnerId = Text(group, "OwnerId"),
        Description = Text(group, "Description"),
        Region = Text(group, "SecurityGroupArn")?.Split(':') is [_, _, _, var region, ..] ? region : null,
        Tags = List(group, "Tags").Where(tag => Text(tag, "Key") is not null)
            .DistinctBy(tag => Text(tag, "Key"))
            .ToImmutableSortedDictionary(tag => Text(tag, "Key")!, tag => Text(tag, "Value") ?? "", StringComparer.Ordinal),
        Rules = [
            .. List(group, "IpPermissions").SelectMany(permission => Permission(permission, isEgress: false)),
            .. List(group, "IpPermissionsEgress").SelectMany(permission => Permission(permission, isEgress: true))],
    };

    private static IEnumerable<SecurityGroupRule> Permission(JsonElement permission, bool isEgress)
    {
        foreach (var (list, value) in PeerLists)
        {
            foreach (var peer in List(permission, list))
            {
                yield return Rule(null, isEgress, permission, Text(peer, value)) with { Description = Text(peer, "Description") };
            }
        }
    }

    private static SecurityGroupRule Rule(JsonElement rule)
    {
        var peer = PeerFields.Select(field => Text(rule, field)).FirstOrDefault(text => text is not null)
            ?? (rule.TryGetProperty("ReferencedGroupInfo", out var group) ? Text(group, "GroupId") : null);
        var isEgress = rule.TryGetProperty("IsEgress", out var egress) && egress.ValueKind == JsonValueKind.True;
        return Rule(Text(rule, "SecurityGroupRuleId"), isEgress, rule, peer) with { Description = Text(rule, "Description") };
    }

    private static SecurityGroupRule Rule(string? ruleId, bool isEgress, JsonElement ports, string? peer)
    {
        var protocol = Text(ports, "IpProtocol");
        if (IpProtocol.TryParse(protocol, out var known) && Service.TryCreate(known, Number(ports, "FromPort"), Number(ports, "ToPort"), out var service)
            && peer is not null && Peer.TryParse(peer, out var read))
        {
            return new(ruleId, isEgress, service, read);
        }
        var text = string.Create(CultureInfo.InvariantCulture, $"{protocol} {Number(ports, "FromPort")}-{Number(ports, "ToPort")} {peer}");
        return new(ruleId, isEgress, Service.Any, new Peer.Unknown(text));
    }

    private static JsonElement.ArrayEnumerator List(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : default;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? JsonTexts.Read(value) : null;

    private static int? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
}
