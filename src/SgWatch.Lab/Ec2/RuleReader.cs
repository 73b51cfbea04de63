using SgWatch.Addresses;
using SgWatch.Lab.Api;
using SgWatch.Rules;

namespace SgWatch.Lab.Ec2;

/// <summary>Reads the rules of a request, canonical as EC2 stores them: each permission gives one rule for each of its peers.</summary>
/// <remarks>Source: EC2 API Reference, IpPermission, SecurityGroupRuleRequest and AuthorizeSecurityGroupIngress.</remarks>
internal static class RuleReader
{
    private static readonly string[] PeerLists = ["IpRanges", "Ipv6Ranges", "PrefixListIds", "Groups"];

    /// <summary>The rules of <c>IpPermissions.N</c>, or for ingress of the flat parameters.</summary>
    /// <remarks>A permission without a peer is refused, unless the call adds rules (<see cref="ReadAdded"/>).</remarks>
    public static IReadOnlyList<SecurityGroupRule> Read(RegionState region, SecurityGroup group, bool isEgress, QueryNode parameters)
    {
        var rules = ReadAdded(region, group, isEgress, parameters);
        return rules.Count > 0 && parameters["IpPermissions"].Items.All(HasPeer) ? rules : throw new AwsErrorException(
            "MissingParameter", "Missing source specification: include source security group or CIDR information");
    }

    /// <summary>The same for a call that adds rules: a permission without a peer adds none, and EC2 says yes all the same.</summary>
    public static IReadOnlyList<SecurityGroupRule> ReadAdded(RegionState region, SecurityGroup group, bool isEgress, QueryNode parameters)
    {
        var flat = !isEgress && parameters["IpPermissions"].IsEmpty;
        var rules = flat
            ? ReadFlat(region, group, parameters).ToList()
            : parameters["IpPermissions"].Items.SelectMany(permission => ReadPermission(region, group, isEgress, permission)).ToList();
        if (parameters["IpPermissions"].IsEmpty && (isEgress || (rules.Count == 0 && parameters["IpProtocol"].IsEmpty)))
        {
            throw AwsErrorException.Missing("ipPermissions");
        }
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules.Take(i).Any(rules[i].HasSameTraffic))
            {
                throw AwsErrorException.Invalid("The same permission must not appear multiple times");
            }
        }
        return rules;
    }

    /// <summary>The rule that ModifySecurityGroupRules puts in the place of another.</summary>
    public static SecurityGroupRule ReadUpdate(RegionState region, SecurityGroup group, SecurityGroupRule old, QueryNode update)
    {
        string[] kinds = ["CidrIpv4", "CidrIpv6", "PrefixListId", "ReferencedGroupId"];
        var given = kinds.Where(kind => !update[kind].IsEmpty).ToList();
        if (given.Count != 1)
        {
            throw new AwsErrorException(
                given.Count == 0 ? "MissingParameter" : "InvalidParameterCombination",
                "The request must contain exactly one of: cidrIpv4, cidrIpv6, prefixListId, or referencedGroupId");
        }
        var text = update[given[0]].Value ?? "";
        Peer peer = given[0] switch
        {
            "CidrIpv4" => Ipv4(text),
            "CidrIpv6" => Ipv6(text),
            "PrefixListId" => PrefixList(region, text),
            _ => GroupOf(region, group, text),
        };
        if (peer.GetType() != old.Peer.GetType())
        {
            throw AwsErrorException.Invalid("You cannot change the rule type of a security group rule.");
        }
        return old with { Service = ReadService(update), Peer = peer, Description = Description(update) };
    }

    public static string? Description(QueryNode node) => Texts.Check(node["Description"].Value, "rule description");

    private static List<SecurityGroupRule> ReadPermission(RegionState region, SecurityGroup group, bool isEgress, QueryNode permission)
    {
        var service = ReadService(permission);
        var rules = new List<SecurityGroupRule>();
        Add("IpRanges", range => Ipv4(Lookup.Required(range, "CidrIp")));
        Add("Ipv6Ranges", range => Ipv6(Lookup.Required(range, "CidrIpv6")));
        Add("PrefixListIds", list => PrefixList(region, Lookup.Required(list, "PrefixListId")));
        Add("Groups", pair => GroupOf(region, group, pair));
        return rules;

        void Add(string kind, Func<QueryNode, Peer> read) => rules.AddRange(permission[kind].Items.Select(
            item => new SecurityGroupRule(null, isEgress, service, read(item)) { Description = Description(item) }));
    }

    private static IEnumerable<SecurityGroupRule> ReadFlat(RegionState region, SecurityGroup group, QueryNode parameters)
    {
        var source = parameters["SourceSecurityGroupName"].Value;
        var cidr = parameters["CidrIp"].Value;
        if (source is null)
        {
            return cidr is null ? [] : [new(null, false, ReadService(parameters), Ipv4(cidr))];
        }
        if (cidr is not null || !parameters["IpProtocol"].IsEmpty)
        {
            throw new AwsErrorException(
                "InvalidParameterCombination",
                "The parameter sourceSecurityGroupName cannot be used with cidrIp, ipProtocol, fromPort or toPort");
        }
        var peer = Owned(region, group, Lookup.GroupNamed(region, source), parameters["SourceSecurityGroupOwnerId"].Value);
        return new[] { IpProtocol.Tcp, IpProtocol.Udp, IpProtocol.Icmp }.Select(
            protocol => new SecurityGroupRule(null, false, Service.Of(protocol), peer));
    }

    private static bool HasPeer(QueryNode permission) => PeerLists.Any(kind => !permission[kind].IsEmpty);

    private static Service ReadService(QueryNode node)
    {
        var text = node["IpProtocol"].Value;
        if (string.IsNullOrEmpty(text))
        {
            throw AwsErrorException.Invalid(
                "Invalid value 'null' for protocol. VPC security group rules must specify protocols explicitly.");
        }
        var protocol = ReadProtocol(text);
        var (from, to) = (node["FromPort"].Number, node["ToPort"].Number);
        if (from is < int.MinValue or > int.MaxValue || to is < int.MinValue or > int.MaxValue
            || !Service.TryCreate(protocol, (int?)from, (int?)to, out var service))
        {
            throw AwsErrorException.Invalid(protocol.HasPorts && (from is null || to is null)
                ? "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange."
                : $"Invalid value '{from}-{to}' for {(protocol.IsIcmp ? "ICMP type and code" : "portRange")}.");
        }
        return service;
    }

    // EC2 knows four names and the numbers, not IANA's other names
    private static IpProtocol ReadProtocol(string text) => text.ToLowerInvariant() switch
    {
        "tcp" => IpProtocol.Tcp,
        "udp" => IpProtocol.Udp,
        "icmp" => IpProtocol.Icmp,
        "icmpv6" => IpProtocol.Icmpv6,
        "-1" => IpProtocol.All,
        _ when text.All(char.IsAsciiDigit) && IpProtocol.TryParse(text, out var protocol) => protocol,
        _ => throw AwsErrorException.Invalid($"Invalid value '{text}' for IP protocol. Unknown protocol."),
    };

    private static Peer.Ipv4 Ipv4(string text) => CidrIpv4.TryParse(text, out var cidr)
        ? new(cidr) : throw AwsErrorException.Invalid($"CIDR block {text} is malformed");

    private static Peer.Ipv6 Ipv6(string text) => CidrIpv6.TryParse(text, out var cidr)
        ? new(cidr) : throw AwsErrorException.Invalid($"CIDR block {text} is malformed");

    private static Peer.PrefixList PrefixList(RegionState region, string prefixListId) =>
        new(Lookup.PrefixList(region, prefixListId).PrefixListId);

    private static Peer.Group GroupOf(RegionState region, SecurityGroup group, QueryNode pair) =>
        (pair["GroupId"].Value, pair["GroupName"].Value) switch
        {
            ({ Length: > 0 } id, _) => Owned(region, group, Lookup.Group(region, id), pair["UserId"].Value),
            (_, { Length: > 0 } name) => Owned(region, group, Lookup.GroupNamed(region, name), pair["UserId"].Value),
            _ => throw new AwsErrorException("InvalidPermission.Malformed", "A group pair must name a group by groupId or groupName"),
        };

    private static Peer.Group GroupOf(RegionState region, SecurityGroup group, string groupId) =>
        Owned(region, group, Lookup.Group(region, groupId), null);

    // the lab has no peering: a group can refer to groups of its own VPC and account only
    private static Peer.Group Owned(RegionState region, SecurityGroup group, SecurityGroup referenced, string? userId) =>
        referenced.VpcId == group.VpcId && (string.IsNullOrEmpty(userId) || userId == region.AccountId)
            ? new(referenced.GroupId, region.AccountId)
            : throw new AwsErrorException("InvalidGroup.NotFound", "You have specified two resources that belong to different networks.");
}
