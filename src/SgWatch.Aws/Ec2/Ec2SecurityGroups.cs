using System.Collections.Immutable;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.EC2.Model.Internal.MarshallTransformations;
using SgWatch.Addresses;
using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Rules;
using Ec2Rule = Amazon.EC2.Model.SecurityGroupRule;
using PrefixListState = SgWatch.Guard.Ports.PrefixListState;
using SecurityGroup = SgWatch.Rules.SecurityGroup;
using SecurityGroupRule = SgWatch.Rules.SecurityGroupRule;

namespace SgWatch.Aws.Ec2;

/// <summary>The security groups of one account and region, through the EC2 API.</summary>
internal sealed class Ec2SecurityGroups(StreamingEc2Client ec2, string region, TimeProvider time) : ISecurityGroups
{
    private const string OwnerAws = "AWS"; // of the lists that AWS manages
    private const int RulesPerPage = 1000; // DescribeSecurityGroupRules: 5-1000
    private const int GroupsPerPage = 200; // the limit of one filter's values

    private static readonly TimeSpan TagsWithin = TimeSpan.FromSeconds(1); // the group is open until it ends

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
            ? group with { Rules = [.. list.Select(listed => listed.Rule)] }
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

    /// <remarks>
    /// A page has at most <see cref="RulesPerPage"/> rules, unless one group has more. So a page of EC2's may take several of ours.
    /// </remarks>
    public async Task<CallResult<SecurityGroupPage>> ListAsync(
        GroupFilter filter, string? nextToken, CancellationToken cancellationToken)
    {
        var at = ListingToken.Of(nextToken);
        var request = at.Left.IsEmpty
            ? new DescribeSecurityGroupsRequest { Filters = Filters(filter), MaxResults = GroupsPerPage, NextToken = at.Next }
            : new() { Filters = [Filter("group-id", [.. at.Left[0]])] };
        var listed = await AwsCall.TryAsync(
            "DescribeSecurityGroups", time, token => ListGroupsAsync(request, token), cancellationToken);
        if (!listed.TryGet(out var page, out var failure))
        {
            return failure;
        }
        var reads = at.Left.IsEmpty ? ListingToken.Divide(page.Items, RulesPerPage) : at.Left;
        if (reads.IsEmpty)
        {
            return new SecurityGroupPage([], page.NextToken) { Calls = 1 };
        }
        var groups = page.Items.Select(item => item.Group).IntersectBy(reads[0], group => group.GroupId).ToList();
        var calls = 1;
        var rules = groups.Count == 0 ? new CallResult<List<ListedRule>>.Ok([]) : await AwsCall.TryEachAsync(
            "DescribeSecurityGroupRules", time, each => ReadRulesAsync([.. reads[0]], each, () => calls++), cancellationToken);
        if (!rules.TryGet(out var list, out failure))
        {
            return failure;
        }
        var byGroup = list.ToLookup(rule => rule.GroupId, rule => rule.Rule, StringComparer.Ordinal);
        return new SecurityGroupPage(
            [.. groups.Select(group => group with { Rules = [.. byGroup[group.GroupId]] })],
            new ListingToken(reads[1..], at.Left.IsEmpty ? page.NextToken : at.Next).Text)
        { Calls = calls };
    }

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

    public Task<CallResult<ImmutableDictionary<string, ImmutableSortedDictionary<string, string>>>> ReadTagsAsync(
        ImmutableArray<string> ruleIds, CancellationToken cancellationToken) =>
        AwsCall.TryAsync("DescribeSecurityGroupRules", time, async token =>
        {
            var rules = await Pages.ReadAllAsync(async next =>
            {
                var request = new DescribeSecurityGroupRulesRequest
                {
                    Filters = [Filter("security-group-rule-id", [.. ruleIds])], // an id that is gone is no error of a filter
                    MaxResults = RulesPerPage,
                    NextToken = next,
                };
                var answer = await CallForRulesAsync(
                    request, rule => KeyValuePair.Create(rule.SecurityGroupRuleId, GroupMapping.ReadTags(rule.Tags)), token);
                return (answer.Items, answer.NextToken);
            });
            return rules.DistinctBy(rule => rule.Key).ToImmutableDictionary(StringComparer.Ordinal);
        }, cancellationToken, TagsWithin);

    public Task<CallResult<ImmutableDictionary<string, ImmutableArray<string>>>> ReadAssociationsAsync(
        ImmutableArray<string> groupIds, CancellationToken cancellationToken) =>
        VpcAssociations.ReadAsync(ec2, groupIds, time, cancellationToken);

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

    private async Task<SecurityGroup> ReadGroupAsync(string groupId, CancellationToken cancellationToken)
    {
        var answer = await ListGroupsAsync(new() { GroupIds = [groupId] }, cancellationToken);
        return answer.Items.Select(listed => listed.Group).FirstOrDefault(group => group.GroupId == groupId)
            ?? throw new ResponseException("InvalidGroup.NotFound", $"There is no group {groupId} in {region}.");
    }

    private async Task<StreamedPage<ListedGroup>> ListGroupsAsync(
        DescribeSecurityGroupsRequest request, CancellationToken cancellationToken)
    {
        var page = await ec2.CallAsync<StreamedPage<ListedGroup>>(
            request, DescribeSecurityGroupsRequestMarshaller.Instance,
            new GroupPageUnmarshaller<ListedGroup>(group => ListedGroup.Of(group, region)), cancellationToken);
        return page.NextToken is not null && page.NextToken == request.NextToken ? throw Pages.Repeated() : page;
    }

    private Task<List<ListedRule>> ReadRulesAsync(List<string> groupIds, EachCall each, Action? onCall = null) =>
        Pages.ReadAllAsync(async next =>
        {
            onCall?.Invoke();
            var request = new DescribeSecurityGroupRulesRequest
            {
                Filters = [Filter("group-id", groupIds)],
                MaxResults = RulesPerPage,
                NextToken = next,
            };
            var answer = await each.RunAsync(token => CallForRulesAsync(request, ListedRule.Of, token));
            return (answer.Items, answer.NextToken);
        });

    private Task<StreamedPage<T>> CallForRulesAsync<T>(
        DescribeSecurityGroupRulesRequest request, Func<Ec2Rule, T> map, CancellationToken cancellationToken) =>
        ec2.CallAsync<StreamedPage<T>>(
            request, DescribeSecurityGroupRulesRequestMarshaller.Instance, new RulePageUnmarshaller<T>(map), cancellationToken);

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
