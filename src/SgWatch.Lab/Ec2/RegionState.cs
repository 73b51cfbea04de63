using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Rules;

namespace SgWatch.Lab.Ec2;

/// <summary>What one region of the account holds. Used under the account's lock only.</summary>
internal sealed class RegionState
{
    private const string DefaultGroupName = "default";

    /// <summary>A region as a new account finds it: a default VPC and its default group.</summary>
    public RegionState(string accountId, string region, LabIds ids)
    {
        AccountId = accountId;
        Region = region;
        Ids = ids;
        AddDefaultVpc();
    }

    public string AccountId { get; }

    public string Region { get; }

    public LabIds Ids { get; }

    public SortedDictionary<string, Vpc> Vpcs { get; } = new(StringComparer.Ordinal);

    /// <summary>The groups; their tags are in <see cref="Tags"/>.</summary>
    public SortedDictionary<string, SecurityGroup> Groups { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, PrefixList> PrefixLists { get; } = new(StringComparer.Ordinal);

    /// <summary>The tags of every resource that has any, by its id.</summary>
    public SortedDictionary<string, ImmutableSortedDictionary<string, string>> Tags { get; } = new(StringComparer.Ordinal);

    public Vpc? DefaultVpc => Vpcs.Values.FirstOrDefault(static vpc => vpc.IsDefault);

    public string Arn(string resource) => $"arn:aws:ec2:{Region}:{AccountId}:{resource}";

    public ImmutableSortedDictionary<string, string> TagsOf(string resourceId) =>
        Tags.GetValueOrDefault(resourceId, ImmutableSortedDictionary<string, string>.Empty);

    public Vpc AddDefaultVpc() => AddVpc(CidrIpv4.Parse("172.31.0.0/16"), null, isDefault: true);

    /// <summary>Adds a VPC with its default group, which lets its own members in and everything out.</summary>
    /// <remarks>Source: Amazon VPC user guide, Default security groups for your VPCs.</remarks>
    public Vpc AddVpc(CidrIpv4 cidrBlock, CidrIpv6? ipv6CidrBlock, bool isDefault)
    {
        var vpc = new Vpc(Ids.Resource("vpc-"), cidrBlock, ipv6CidrBlock, isDefault, Ids.Resource("vpc-cidr-assoc-"));
        Vpcs.Add(vpc.VpcId, vpc);
        var group = AddGroup(DefaultGroupName, "default VPC security group", vpc);
        var fromItself = new SecurityGroupRule(Ids.Resource("sgr-"), false, Service.Any, new Peer.Group(group.GroupId, AccountId));
        Groups[group.GroupId] = group with { Rules = group.Rules.Insert(0, fromItself) };
        return vpc;
    }

    /// <summary>Adds a group with the rules that EC2 gives every new one: all traffic out.</summary>
    /// <remarks>Source: EC2 API Reference, CreateSecurityGroup; Amazon VPC user guide, Security group rules.</remarks>
    public SecurityGroup AddGroup(string name, string description, Vpc vpc)
    {
        var egress = new List<Peer> { new Peer.Ipv4(CidrIpv4.Parse("0.0.0.0/0")) };
        if (vpc.Ipv6CidrBlock is not null)
        {
            egress.Add(new Peer.Ipv6(CidrIpv6.Parse("::/0")));
        }
        var group = new SecurityGroup(Ids.Resource("sg-"), name)
        {
            VpcId = vpc.VpcId,
            OwnerId = AccountId,
            Region = Region,
            Description = description,
            Rules = [.. egress.Select(peer => new SecurityGroupRule(Ids.Resource("sgr-"), true, Service.Any, peer))],
        };
        Groups.Add(group.GroupId, group);
        return group;
    }

    /// <summary>Whether a rule of any other group names the group as its peer.</summary>
    public bool IsReferenced(string groupId) => Groups.Values.Any(other => other.GroupId != groupId
        && other.Rules.Any(rule => rule.Peer is Peer.Group peer && peer.ReferencedGroupId == groupId));

    /// <summary>The groups with a rule whose peer is the prefix list.</summary>
    public IEnumerable<SecurityGroup> GroupsUsing(string prefixListId) => Groups.Values
        .Where(group => group.Rules.Any(rule => rule.Peer is Peer.PrefixList peer && peer.PrefixListId == prefixListId));

    /// <summary>Forgets a group, its rules' tags and its own.</summary>
    public void RemoveGroup(SecurityGroup group)
    {
        Groups.Remove(group.GroupId);
        Tags.Remove(group.GroupId);
        foreach (var rule in group.Rules)
        {
            Tags.Remove(rule.SecurityGroupRuleId!);
        }
    }
}
