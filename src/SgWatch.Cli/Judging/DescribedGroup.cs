using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using SgWatch.Rules;

namespace SgWatch.Cli.Judging;

/// <summary>Reads one group as <c>describe-security-groups</c> prints it; its rules have no ids there.</summary>
/// <remarks>A rule that isn't understood stays in the group as <see cref="Peer.Unknown"/>, and becomes a finding. Source: EC2 API Reference.</remarks>
internal static class DescribedGroup
{
    private static readonly (string List, string Value)[] PeerLists =
        [("IpRanges", "CidrIp"), ("Ipv6Ranges", "CidrIpv6"), ("UserIdGroupPairs", "GroupId"), ("PrefixListIds", "PrefixListId")];

    public static SecurityGroup Read(JsonElement group) => new(Text(group, "GroupId") ?? "", Text(group, "GroupName") ?? "")
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
                yield return Rule(isEgress, permission, Text(peer, value)) with { Description = Text(peer, "Description") };
            }
        }
    }

    private static SecurityGroupRule Rule(bool isEgress, JsonElement ports, string? peer)
    {
        var protocol = Text(ports, "IpProtocol");
        if (IpProtocol.TryParse(protocol, out var known) && Service.TryCreate(known, Number(ports, "FromPort"), Number(ports, "ToPort"), out var service)
            && peer is not null && Peer.TryParse(peer, out var read))
        {
            return new(null, isEgress, service, read);
        }
        var text = string.Create(CultureInfo.InvariantCulture, $"{protocol} {Number(ports, "FromPort")}-{Number(ports, "ToPort")} {peer}");
        return new(null, isEgress, Service.Any, new Peer.Unknown(text));
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
