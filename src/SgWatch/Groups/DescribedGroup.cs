using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using SgWatch.Changes;
using SgWatch.Rules;
using SgWatch.Text;

namespace SgWatch.Groups;

/// <summary>Reads one group as <c>describe-security-groups</c> prints it. Its rules have no ids there.</summary>
/// <remarks>
/// A rule that isn't understood stays in the group as <see cref="Peer.Unknown"/>, and becomes a finding.
/// Source: EC2 API Reference, SecurityGroup and IpPermission.
/// </remarks>
internal sealed class DescribedGroup
{
    private static readonly (string List, string Value)[] PeerLists =
        [("IpRanges", "CidrIp"), ("Ipv6Ranges", "CidrIpv6"), ("UserIdGroupPairs", "GroupId"), ("PrefixListIds", "PrefixListId")];

    private readonly JsonElement _group;
    private readonly string? _file;
    private readonly string _pointer;
    private readonly long _offset;

    private DescribedGroup(JsonElement group, string? file, string pointer, long offset) =>
        (_group, _file, _pointer, _offset) = (group, file, pointer, offset);

    /// <summary>Reads one group.</summary>
    /// <param name="group">The group's JSON.</param>
    /// <param name="file">The file that holds it. Null if it has no name.</param>
    /// <param name="pointer">The group's JSON pointer, such as <c>/SecurityGroups/3</c>.</param>
    /// <param name="offset">The byte offset of the group in the text.</param>
    public static SecurityGroup Read(JsonElement group, string? file, string pointer, long offset) =>
        new DescribedGroup(group, file, pointer, offset).Read();

    private SecurityGroup Read() => new(Text(_group, "GroupId") ?? "", Text(_group, "GroupName") ?? "")
    {
        VpcId = Text(_group, "VpcId"),
        OwnerId = Text(_group, "OwnerId"),
        Description = Text(_group, "Description"),
        Region = Arn.TryParse(Text(_group, "SecurityGroupArn"), out var arn) ? arn.Region : null,
        Tags = List(_group, "Tags").Where(tag => Text(tag, "Key") is not null)
            .DistinctBy(tag => Text(tag, "Key"))
            .ToImmutableSortedDictionary(tag => Text(tag, "Key")!, tag => Text(tag, "Value") ?? "", StringComparer.Ordinal),
        Rules = [.. Permissions("IpPermissions", isEgress: false), .. Permissions("IpPermissionsEgress", isEgress: true)],
    };

    private IEnumerable<SecurityGroupRule> Permissions(string name, bool isEgress) =>
        List(_group, name).SelectMany((permission, i) => Permission(permission, $"{_pointer}/{name}/{i}", isEgress));

    // a permission is one rule for each of its peers
    private IEnumerable<SecurityGroupRule> Permission(JsonElement permission, string pointer, bool isEgress)
    {
        foreach (var (list, value) in PeerLists)
        {
            var position = new SourceList(_file, $"{pointer}/{list}");
            var i = 0;
            foreach (var peer in List(permission, list))
            {
                yield return Rule(isEgress, permission, Text(peer, value)) with
                {
                    Description = Text(peer, "Description"),
                    Source = new(position, i++, _offset + peer.OffsetIn(_group)),
                };
            }
        }
    }

    private static SecurityGroupRule Rule(bool isEgress, JsonElement ports, string? peer)
    {
        var (protocol, from, to) = (Text(ports, "IpProtocol"), Number(ports, "FromPort"), Number(ports, "ToPort"));
        if (IpProtocol.TryParse(protocol, out var known)
            && Service.TryCreate(known, from, to, out var service)
            && peer is not null && Peer.TryParse(peer, out var read))
        {
            return new(null, isEgress, service, read);
        }
        var text = string.Create(CultureInfo.InvariantCulture, $"{protocol} {from}-{to} {peer}");
        return new(null, isEgress, Service.Any, new Peer.Unknown(text));
    }

    private static JsonElement.ArrayEnumerator List(JsonElement element, string name) =>
        element.Find(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    private static string? Text(JsonElement element, string name) => element.Find(name).StringOrNull();

    private static int? Number(JsonElement element, string name) =>
        element.Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;
}
