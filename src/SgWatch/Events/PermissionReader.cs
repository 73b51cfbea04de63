using System.Text.Json;
using SgWatch.Changes;
using SgWatch.Rules;
using SgWatch.Text;

namespace SgWatch.Events;

/// <summary>Collects the rules that can follow from the permissions of a request or of an AWS Config item.</summary>
/// <remarks>
/// A permission is a protocol, its ports and any number of peers. Each peer is a rule of its own. CloudTrail has the peers in
/// <c>groups</c>, <c>ipRanges</c>, <c>ipv6Ranges</c> and <c>prefixListIds</c>. Config has <c>userIdGroupPairs</c> and <c>ipv4Ranges</c>,
/// and repeats the latter as plain texts in <c>ipRanges</c>. Source: EC2 API Reference, IpPermission.
/// </remarks>
internal sealed class PermissionReader(bool isEgress)
{
    /// <summary>No group holds more rules than this (Amazon VPC quotas: rules per group times groups per interface).</summary>
    private const int MaxRules = 1000;

    private static readonly string[] PeerLists = ["groups", "userIdGroupPairs", "ipRanges", "ipv4Ranges", "ipv6Ranges", "prefixListIds"];
    private static readonly string[] PeerFields = ["cidrIp", "cidrIpv6", "prefixListId", "groupId"];

    // what EC2 makes of a source group that the flat form names: all of TCP, UDP and ICMP
    private static readonly Service[] FromNamedGroup = [Service.Parse("tcp"), Service.Parse("udp"), Service.Parse("icmp")];

    private readonly HashSet<RuleContent> _contents = [];

    /// <summary>The contents read so far, each once. A peer that is named by a group's name stands for any group.</summary>
    public IReadOnlySet<RuleContent> Contents => _contents;

    /// <summary>Whether a peer is named by a group's name. Only EC2 knows which group that is.</summary>
    public bool HasPeerByName { get; private set; }

    /// <summary>Whether a permission has no peer, or a request no permission. EC2 then says yes and adds nothing for it.</summary>
    public bool HasPermissionWithoutPeer { get; private set; }

    /// <summary>Whether everything was understood.</summary>
    public bool IsReadable { get; private set; } = true;

    /// <summary>Reads the parameters of an Authorize call: its permissions, and the flat form with one protocol and one peer.</summary>
    public void ReadRequest(JsonElement request)
    {
        foreach (var permission in request.Field("ipPermissions").List())
        {
            ReadPermission(permission);
        }
        if (!request.Field("sourceSecurityGroupName").IsEmpty())
        {
            ReadNamedGroup(request);
        }
        else if (!request.Field("cidrIp").IsEmpty())
        {
            IsReadable &= TryService(request, out var service);
            AddPeer(service, request.Field("cidrIp"));
        }
        HasPermissionWithoutPeer |= _contents.Count == 0;
    }

    /// <summary>Reads one permission.</summary>
    public void ReadPermission(JsonElement permission)
    {
        IsReadable &= TryService(permission, out var service);
        var hasPeer = false;
        foreach (var peer in PeerLists.SelectMany(list => permission.Field(list).List()))
        {
            hasPeer = true;
            AddPeer(service, peer);
            if (_contents.Count > MaxRules)
            {
                IsReadable = false;
                break;
            }
        }
        HasPermissionWithoutPeer |= !hasPeer;
    }

    /// <summary>Reads the protocol and ports of a permission or a rule.</summary>
    public static bool TryService(JsonElement element, out Service service)
    {
        service = default;
        return TryProtocol(element.Field("ipProtocol").Text(), out var protocol)
            && element.Field("fromPort").TryInteger(out var from)
            && element.Field("toPort").TryInteger(out var to)
            && Service.TryCreate(protocol, from, to, out service);
    }

    // the protocol and ports beside it don't count for EC2, but an emulator may go by them
    private void ReadNamedGroup(JsonElement request)
    {
        HasPeerByName = true;
        foreach (var service in FromNamedGroup)
        {
            _contents.Add(new(isEgress, service, null));
        }
        if (!request.Field("ipProtocol").IsEmpty())
        {
            IsReadable &= TryService(request, out var service);
            _contents.Add(new(isEgress, service, null));
        }
    }

    private void AddPeer(Service service, JsonElement element)
    {
        var field = PeerFields.Select(name => element.Field(name)).FirstOrDefault(value => !value.IsEmpty());
        var text = (field.ValueKind == JsonValueKind.Undefined ? element : field).Text();
        if (text is not null && Peer.TryParse(text, out var peer))
        {
            _contents.Add(RuleContent.Of(new(null, isEgress, service, peer)));
        }
        else if (field.ValueKind == JsonValueKind.Undefined && element.Field("groupName").GroupName() is not null)
        {
            HasPeerByName = true;
            _contents.Add(new(isEgress, service, null));
        }
        else
        {
            IsReadable = false;
        }
    }

    // EC2 has no protocol "any" or "all": these are words of SgWatch
    private static bool TryProtocol(string? text, out IpProtocol protocol) =>
        IpProtocol.TryParse(text, out protocol) && (protocol != IpProtocol.All || text == "-1");
}
