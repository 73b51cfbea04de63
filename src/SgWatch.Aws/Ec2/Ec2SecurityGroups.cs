using System.Collections.Immutable;
using Amazon.EC2;
using Amazon.EC2.Model;
using SgWatch.Addresses;
using SgWatch.Aws.Calls;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Rules;
using Ec2Rule = Amazon.EC2.Model.SecurityGroupRule;
using PrefixListState = SgWatch.Guard.Ports.PrefixListState;
using SecurityGroup = SgWatch.Rules.SecurityGroup;
using SecurityGroupRule = SgWatch.Rules.SecurityGroupRule;

namespace SgWatch.Aws.Ec2;

/// <summary>The security groups of one account and region, through the EC2 API.</summary>
internal sealed class Ec2SecurityGroups(IAmazonEC2 ec2, string region, TimeProvider time) : ISecurityGroups
{
    private const string OwnerAws = "AWS"; // of the lists that AWS manages

    private const int RulesPerPage = 1000; // DescribeSecurityGroupRules: 5-1000
    private const int GroupsPerPage = 200; // the limit of one filter's values

    public async Task<CallResult<SecurityGroup>> ReadAsync(string groupId, CancellationToken cancellationToken)
    {
        var groups = AwsCall.TryAsync("DescribeSecurityGroups", time, token => ReadGroupAsync(groupId, token), cancellationToken);
        var rules = AwsCall.TryEachAsync("DescribeSecurityGroupRules", time, each => ReadRulesAsync([groupId], each), cancellationToken);
        await Task.WhenAll(groups, rules);
        if (!(await groups).TryGet(out var group, out var failure))
        {
            return failure;
        }
        return (await rules).TryGet(out var list, out failure)
            ? GroupMapping.Read(group, region, [.. list.Select(RuleMapping.Read)])
            : failure;
    }

    public Task<CallResult<string>> FindAsync(string groupName, string? vpcId, CancellationToken cancellationToken) =>
        AwsCall.TryEachAsync("DescribeSecurityGroups", time, async each =>
        {
            var vpc = vpcId ?? await each.RunAsync(ReadDefaultVpcAsync);
            var answer = await each.RunAsync(token => ec2.DescribeSecurityGroupsAsync(new()
            {
                Filters = [Filter("group-name", FilterText.Exactly(groupName)), Filter("vpc-id", FilterText.Exactly(vpc))],
            }, token));
            return (answer.SecurityGroups ?? []).Find(group => group.GroupName == groupName)?.GroupId
                ?? throw new ResponseException("InvalidGroup.NotFound", $"There is no group '{groupName}' in {vpc}.");
        }, cancellationToken);

    public Task<CallResult<SecurityGroupPage>> ListAsync(GroupFilter filter, string? nextToken, CancellationToken cancellationToken) =>
        AwsCall.TryEachAsync("DescribeSecurityGroups", time, async each =>
        {
            var answer = await each.RunAsync(token => ec2.DescribeSecurityGroupsAsync(
                new() { Filters = Filters(filter), MaxResults = GroupsPerPage, NextToken = nextToken }, token));
            var groups = answer.SecurityGroups ?? [];
            var rules = new List<Ec2Rule>();
            var calls = 1;
            foreach (var some in groups.Chunk(GroupsPerPage)) // one chunk, unless EC2 returns more than MaxResults
            {
                rules.AddRange(await ReadRulesAsync([.. some.Select(group => group.GroupId)], each, () => calls++));
            }
            var byGroup = rules.ToLookup(rule => rule.GroupId, StringComparer.Ordinal);
            return new SecurityGroupPage(
                [.. groups.Select(group => GroupMapping.Read(group, region, [.. byGroup[group.GroupId].Select(RuleMapping.Read)]))],
                string.IsNullOrEmpty(answer.NextToken) ? null : answer.NextToken)
            { Calls = calls };
        }, cancellationToken);

    public async Task<CallResult<PrefixListEntries>> ReadPrefixListAsync(string prefixListId, CancellationToken cancellationToken)
    {
        var read = await AwsCall.TryAsync(PrefixListState.Operation, time, async token =>
        {
            var answer = await ec2.DescribeManagedPrefixListsAsync(new() { PrefixListIds = [prefixListId] }, token);
            return (answer.PrefixLists ?? []).Find(other => other.PrefixListId == prefixListId) is { } list
                ? (State: list.State?.Value ?? "", IsOfAws: list.OwnerId == OwnerAws, list.Version, Size: ListWeight.Of(list))
                : (State: "", IsOfAws: false, Version: null, Size: null);
        }, cancellationToken);
        // a role from before this call was made may not make it, and reads the entries without it
        if (!read.TryGet(out var list, out var failure) && failure.Kind != CallFailureKind.Refused)
        {
            return failure;
        }
        if (PrefixListState.FailureOf(prefixListId, list.State) is { } changing)
        {
            return changing;
        }
        return (await ReadEntriesAsync(prefixListId, cancellationToken)).TryGet(out var addresses, out failure)
            ? new PrefixListEntries(addresses)
            {
                IsOfAws = list.IsOfAws,
                MaxEntries = list.Size,
                Version = PrefixListState.IsFailed(list.State) ? null : list.Version,
            }
            : failure;
    }

    public Task<CallResult<Done>> RevokeAsync(
        string groupId, bool isEgress, ImmutableArray<string> ruleIds, CancellationToken cancellationToken) => isEgress
        ? AwsCall.TryAsync("RevokeSecurityGroupEgress", time, async token =>
        {
            await ec2.RevokeSecurityGroupEgressAsync(new() { GroupId = groupId, SecurityGroupRuleIds = [.. ruleIds] }, token);
            return default(Done);
        }, cancellationToken)
        : AwsCall.TryAsync("RevokeSecurityGroupIngress", time, async token =>
        {
            await ec2.RevokeSecurityGroupIngressAsync(new() { GroupId = groupId, SecurityGroupRuleIds = [.. ruleIds] }, token);
            return default(Done);
        }, cancellationToken);

    public async Task<CallResult<Done>> AuthorizeAsync(
        string groupId, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken)
    {
        var operation = isEgress ? "AuthorizeSecurityGroupEgress" : "AuthorizeSecurityGroupIngress";
        var permissions = new List<IpPermission>(rules.Length);
        foreach (var rule in rules)
        {
            if (!PermissionMapping.TryWrite(rule, out var permission))
            {
                return new CallFailure(CallFailureKind.Rejected, operation, "UnknownPeer", $"EC2 has no such rule: {rule}");
            }
            permissions.Add(permission);
        }
        List<TagSpecification>? tags = rules is [{ Tags.IsEmpty: false } tagged, ..]
            ? [new() { ResourceType = ResourceType.SecurityGroupRule, Tags = [.. tagged.Tags.Select(tag => new Tag(tag.Key, tag.Value))] }]
            : null;
        return await AwsCall.TryAsync(operation, time, async token =>
        {
            if (isEgress)
            {
                await ec2.AuthorizeSecurityGroupEgressAsync(
                    new() { GroupId = groupId, IpPermissions = permissions, TagSpecifications = tags }, token);
            }
            else
            {
                await ec2.AuthorizeSecurityGroupIngressAsync(
                    new() { GroupId = groupId, IpPermissions = permissions, TagSpecifications = tags }, token);
            }
            return default(Done);
        }, cancellationToken);
    }

    public Task<CallResult<ImmutableDictionary<string, GroupUse>>> DescribeUsesAsync(
        ImmutableArray<string> groupIds, CancellationToken cancellationToken) =>
        new GroupUses(ec2, time).DescribeAsync(groupIds, cancellationToken);

    private Task<CallResult<AddressSet>> ReadEntriesAsync(string prefixListId, CancellationToken cancellationToken) =>
        AwsCall.TryEachAsync("GetManagedPrefixListEntries", time, async each =>
        {
            var entries = await Pages.ReadAllAsync(async next =>
            {
                var answer = await each.RunAsync(token => ec2.GetManagedPrefixListEntriesAsync(
                    new() { PrefixListId = prefixListId, MaxResults = 100, NextToken = next }, token));
                return (answer.Entries, answer.NextToken);
            });
            return PrefixListMapping.Read(prefixListId, entries);
        }, cancellationToken);

    private async Task<Amazon.EC2.Model.SecurityGroup> ReadGroupAsync(string groupId, CancellationToken cancellationToken)
    {
        var answer = await ec2.DescribeSecurityGroupsAsync(new() { GroupIds = [groupId] }, cancellationToken);
        return (answer.SecurityGroups ?? []).Find(group => group.GroupId == groupId)
            ?? throw new ResponseException("InvalidGroup.NotFound", $"There is no group {groupId} in {region}.");
    }

    private Task<List<Ec2Rule>> ReadRulesAsync(List<string> groupIds, EachCall each, Action? onCall = null) =>
        Pages.ReadAllAsync(async next =>
        {
            onCall?.Invoke();
            var answer = await each.RunAsync(token => ec2.DescribeSecurityGroupRulesAsync(
                new() { Filters = [Filter("group-id", groupIds)], MaxResults = RulesPerPage, NextToken = next }, token));
            return (answer.SecurityGroupRules, answer.NextToken);
        });

    private async Task<string> ReadDefaultVpcAsync(CancellationToken cancellationToken)
    {
        var answer = await ec2.DescribeVpcsAsync(new() { Filters = [Filter("is-default", "true")] }, cancellationToken);
        return (answer.Vpcs ?? []).Find(vpc => vpc.IsDefault != false)?.VpcId
            ?? throw new ResponseException("InvalidVpc.NotFound", $"There is no default VPC in {region}.");
    }

    private static List<Filter>? Filters(GroupFilter filter) => filter is GroupFilter.Using(var prefixListId, var isEgress)
        ? [Filter(isEgress ? "egress.ip-permission.prefix-list-id" : "ip-permission.prefix-list-id", FilterText.Exactly(prefixListId))]
        : null;

    private static Filter Filter(string name, string value) => Filter(name, [value]);

    private static Filter Filter(string name, List<string> values) => new() { Name = name, Values = values };
}
