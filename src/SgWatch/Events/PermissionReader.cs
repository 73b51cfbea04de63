using System.Text.Json;
using SgWatch.Changes;
using SgWatch.Rules;
using SgWatch.Text;

namespace SgWatch.Events;

/// <summary>Collects the rules that follow from the permissions of a request or of an AWS Config item.</summary>
/// <remarks>
/// A permission is a protocol, its ports and any number of peers. Each peer is a rule of its own. CloudTrail has the peers in
/// <c>groups</c>, <c>ipRanges</c>, <c>ipv6Ranges</c> and <c>prefixListIds</c>. Config has <c>userIdGroupPairs</c> and <c>ipv4Ranges</c>,
/// and
/// repeats the latter as plain texts in <c>ipRanges</c>. Source: EC2 API Reference, IpPermission.
/// </remarks>
internal sealed class PermissionReader(bool isEgress)
{
    /// <summary>No group holds more rules than this (Amazon VPC quotas: rules per group times groups per interface).</summary>
    private const int MaxRules = 1000;

    private static readonly string[] PeerLists = ["groups", "userIdGroupPairs", "ipRanges", "ipv4Ranges", "ipv6Ranges", "prefixListIds"];
    private static readonly string[] PeerFields = ["cidrIp", "cidrIpv6", "prefixListId", "groupId"];

    private readonly HashSet<SecurityGroupRule> _rules = [];

    /// <summary>The rules read so far, without ids, each once.</summary>
    public IReadOnlySet<SecurityGroupRule> Rules => _rules;

    /// <summary>How many peers are named by a group's name. Only EC2 knows which groups these are.</summary>
    public int NamedPeers { get; private set; }

    /// <summary>Whether everything was understood.</summary>
    public bool IsReadable { get; private set; } = true;

    /// <summary>Reads the parameters of an Authorize call: its permissions, and the flat form with one protocol and one peer.</summary>
    public void ReadRequest(JsonElement request)
    {
        foreach (var permission in request.Field("ipPermissions").List())
        {
            ReadPermission(permission);
        }
        var isNamed = !request.Field("sourceSecurityGroupName").IsEmpty();
        if (isNamed || !request.Field("cidrIp").IsEmpty() || !request.Field("ipProtocol").IsEmpty())
        {
            ReadFlat(request, isNamed);
        }
    }

    /// <summary>Reads one permission.</summary>
    public void ReadPermission(JsonElement permission)
    {
        var hasService = TryService(permission, out var service);
        var hasPeer = false;
        foreach (var peer in PeerLists.SelectMany(list => permission.Field(list).List()))
        {
            hasPeer = true;
            AddPeer(service, peer);
            if (_rules.Count > MaxRules)
            {
                hasService = false;
                break;
            }
        }
        IsReadable &= hasService && hasPeer;
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

    private void ReadFlat(JsonElement request, bool isNamed)
    {
        IsReadable &= TryService(request, out var service);
        if (isNamed)
        {
            NamedPeers++;
        }
        else
        {
            AddPeer(service, request.Field("cidrIp"));
        }
    }

    private void AddPeer(Service service, JsonElement element)
    {
        var field = PeerFields.Select(name => element.Field(name)).FirstOrDefault(value => !value.IsEmpty());
        var text = (field.ValueKind == JsonValueKind.Undefined ? element : field).Text();
        if (text is not null && Peer.TryParse(text, out var peer))
        {
            _rules.Add(new(null, isEgress, service, peer));
        }
        else if (field.ValueKind == JsonValueKind.Undefined && element.Field("groupName").GroupName() is not null)
        {
            NamedPeers++;
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
