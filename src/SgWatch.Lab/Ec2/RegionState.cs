using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Lab.Api;
using SgWatch.Lab.Identities;
using SgWatch.Rules;

namespace SgWatch.Lab.Ec2;

/// <summary>What one region of the account holds. Used under the account's lock only.</summary>
internal sealed class RegionState
{
    private const string DefaultGroupName = "default";

    private readonly TimeProvider _time;
    private readonly GroupViews _views;

    /// <summary>A region as a new account finds it: a default VPC and its default group.</summary>
    public RegionState(string accountId, string region, LabIds ids, Ec2Settings settings, TimeProvider time)
    {
        (AccountId, Region, Ids, Settings, _time) = (accountId, region, ids, settings, time);
        _views = new(WithTags, settings, time);
        RateLimiter = new(time);
        if (settings.HasDefaultVpc)
        {
            AddDefaultVpc();
        }
    }

    public string AccountId { get; }

    public string Region { get; }

    public LabIds Ids { get; }

    public Ec2Settings Settings { get; }

    public RateLimiter RateLimiter { get; }

    /// <summary>Opens another region of the account.</summary>
    public required Func<string, RegionState> Beside { get; init; }

    public DateTimeOffset Now => _time.GetUtcNow();

    public SortedDictionary<string, Vpc> Vpcs { get; } = new(StringComparer.Ordinal);

    /// <summary>The groups; their tags are in <see cref="Tags"/>.</summary>
    public SortedDictionary<string, SecurityGroup> Groups { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, PrefixList> PrefixLists { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Subnet> Subnets { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, NetworkInterface> NetworkInterfaces { get; } = new(StringComparer.Ordinal);

    /// <summary>The groups that apply in further VPCs, by <see cref="VpcAssociation.Key"/>.</summary>
    public SortedDictionary<string, VpcAssociation> VpcAssociations { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, IpamResolver> IpamResolvers { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, IpamTarget> IpamTargets { get; } = new(StringComparer.Ordinal);

    /// <summary>The tags of every resource that has any, by its id.</summary>
    public SortedDictionary<string, ImmutableSortedDictionary<string, string>> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>A group with its tags as a call that names it sees it. Null if there is none, or none yet.</summary>
    public SecurityGroup? SeenById(string groupId) =>
        _views.ById(groupId, () => Groups.TryGetValue(groupId, out var group) ? WithTags(group) : null);

    /// <summary>The groups with their tags as a call that names some of them sees them.</summary>
    public IEnumerable<SecurityGroup> SeenById() => _views.ById();

    /// <summary>The groups with their tags as a call that lists them sees them.</summary>
    public IEnumerable<SecurityGroup> SeenInListing() => _views.Listed();

    /// <summary>A prefix list as a reading call sees it.</summary>
    public PrefixList Seen(PrefixList list) => list.At(Now);

    /// <summary>Runs what may change the groups, and keeps what they were for calls that don't see the change yet.</summary>
    public T Change<T>(Func<T> change) => _views.Change(change);

    /// <summary>The groups as they are, with their tags and those of their rules.</summary>
    public IEnumerable<SecurityGroup> WithTags() => Groups.Values.Select(WithTags);

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
        List<SecurityGroupRule> egress = [NewEgress(new Peer.Ipv4(CidrIpv4.Parse("0.0.0.0/0")))];
        if (vpc.Ipv6CidrBlock is not null)
        {
            egress.Add(EgressToIpv6());
        }
        var group = new SecurityGroup(Ids.Resource("sg-"), name)
        {
            VpcId = vpc.VpcId,
            OwnerId = AccountId,
            Region = Region,
            Description = description,
            Rules = [.. egress],
        };
        Groups.Add(group.GroupId, group);
        return group;
    }

    /// <summary>Gives a VPC an IPv6 range, and every group of it whose way out is as EC2 made it the same way out over IPv6.</summary>
    /// <remarks>
    /// Source: Amazon VPC user guide, Security group rules: a group whose outbound rules were modified gets none. There is no
    /// event of any group for it.
    /// </remarks>
    public void AddIpv6(Vpc vpc, CidrIpv6 ipv6CidrBlock)
    {
        Vpcs[vpc.VpcId] = vpc with { Ipv6CidrBlock = ipv6CidrBlock };
        foreach (var group in Groups.Values.Where(group => group.VpcId == vpc.VpcId).ToList())
        {
            if (group.Rules.Where(rule => rule.IsEgress).ToList() is [{ Service: var service, Peer: Peer.Ipv4(var cidr) }]
                && service == Service.Any && cidr.PrefixLength == 0)
            {
                Groups[group.GroupId] = group with { Rules = group.Rules.Add(EgressToIpv6()) };
            }
        }
    }

    /// <summary>Puts a group there as it is, in a VPC that is made if it isn't there.</summary>
    public SecurityGroup Put(SecurityGroup group)
    {
        var vpcId = group.VpcId ?? DefaultVpc?.VpcId ?? AddDefaultVpc().VpcId;
        if (!Vpcs.ContainsKey(vpcId))
        {
            Vpcs.Add(vpcId, new(vpcId, CidrIpv4.Parse("10.0.0.0/16"), null, IsDefault: false, Ids.Resource("vpc-cidr-assoc-")));
        }
        if (Groups.TryGetValue(group.GroupId, out var replaced))
        {
            RemoveGroup(replaced);
        }
        SetTags(group.GroupId, group.Tags);
        foreach (var rule in group.Rules)
        {
            SetTags(rule.SecurityGroupRuleId!, rule.Tags);
        }
        return Groups[group.GroupId] = group with { VpcId = vpcId };
    }

    /// <summary>Whether a rule of any other group names the group as its peer.</summary>
    public bool IsReferenced(string groupId) => Groups.Values.Any(other => other.GroupId != groupId
        && other.Rules.Any(rule => rule.Peer is Peer.Group peer && peer.ReferencedGroupId == groupId));

    /// <summary>The groups with a rule whose peer is the prefix list.</summary>
    public IEnumerable<SecurityGroup> GroupsUsing(string prefixListId) => Groups.Values
        .Where(group => group.Rules.Any(rule => rule.Peer is Peer.PrefixList peer && peer.PrefixListId == prefixListId));

    /// <summary>Whether the group belongs to this account.</summary>
    public bool IsOwn(SecurityGroup group) => group.OwnerId is null || group.OwnerId == AccountId;

    /// <summary>Whether a group may be put on interfaces of a VPC: its own one, or one that it is associated with.</summary>
    public bool AppliesIn(SecurityGroup group, string vpcId) =>
        group.VpcId == vpcId || VpcAssociations.ContainsKey(new VpcAssociation(group.GroupId, vpcId).Key);

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

    private void SetTags(string resourceId, ImmutableSortedDictionary<string, string> tags)
    {
        if (!tags.IsEmpty)
        {
            Tags[resourceId] = tags;
        }
    }

    private SecurityGroup WithTags(SecurityGroup group) => Tags.Count == 0 ? group : group with
    {
        Tags = TagsOf(group.GroupId),
        Rules = [.. group.Rules.Select(rule => rule with { Tags = TagsOf(rule.SecurityGroupRuleId!) })],
    };

    private SecurityGroupRule EgressToIpv6() => NewEgress(new Peer.Ipv6(CidrIpv6.Parse("::/0")));

    private SecurityGroupRule NewEgress(Peer peer) => new(Ids.Resource("sgr-"), true, Service.Any, peer);
}
