using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Lab.Api;
using SgWatch.Lab.Identities;
using SgWatch.Rules;

namespace SgWatch.Lab.Ec2;

/// <summary>
/// The security groups of one region of an account of the lab's. Each method makes the calls to EC2 that it makes on AWS.
/// </summary>
/// <param name="account">The account.</param>
/// <param name="region">The region.</param>
/// <param name="incidentId">The incident that the calls belong to; null for none. As on AWS, the session has its name.</param>
internal sealed class LabSecurityGroups(LabAccount account, string region, string? incidentId = null) : ISecurityGroups
{
    private const int GroupsPerPage = 200;
    private const int RulesPerPage = 1000;

    public Task<CallResult<SecurityGroup>> ReadAsync(string groupId, CancellationToken cancellationToken)
    {
        var group = Call("DescribeSecurityGroups", [("GroupId.1", groupId)], state => Sorted(Lookup.SeenGroup(state, groupId)));
        var rules = CallForRules([groupId]);
        return Task.FromResult(rules.FailureOrNull is { } failure && group.FailureOrNull is null ? failure : group);
    }

    public Task<CallResult<string>> FindAsync(string groupName, string? vpcId, CancellationToken cancellationToken)
    {
        if (vpcId is null)
        {
            var vpc = Call("DescribeVpcs", [("Filter.1.Name", "is-default"), ("Filter.1.Value.1", "true")], static state =>
                state.DefaultVpc?.VpcId ?? throw new AwsErrorException("InvalidVpc.NotFound", "There is no default VPC."));
            if (!vpc.TryGet(out vpcId, out var failure))
            {
                return Task.FromResult<CallResult<string>>(failure);
            }
        }
        (string, string?)[] filters =
        [
            ("Filter.1.Name", "group-name"), ("Filter.1.Value.1", groupName), ("Filter.2.Name", "vpc-id"), ("Filter.2.Value.1", vpcId),
        ];
        return Task.FromResult(Call("DescribeSecurityGroups", filters, state =>
            state.SeenInListing().FirstOrDefault(group => group.GroupName == groupName && group.VpcId == vpcId)?.GroupId
            ?? throw new AwsErrorException("InvalidGroup.NotFound", $"There is no group '{groupName}' in {vpcId}.")));
    }

    public Task<CallResult<SecurityGroupPage>> ListAsync(GroupFilter filter, string? nextToken, CancellationToken cancellationToken)
    {
        List<(string, string?)> parameters = [("MaxResults", $"{GroupsPerPage}"), ("NextToken", nextToken)];
        if (filter is GroupFilter.Using(var prefixListId, var isEgress))
        {
            var name = isEgress ? "egress.ip-permission.prefix-list-id" : "ip-permission.prefix-list-id";
            parameters.AddRange([("Filter.1.Name", name), ("Filter.1.Value.1", prefixListId)]);
        }
        var query = QueryNode.Of(parameters);
        if (!Call("DescribeSecurityGroups", query, state => SecurityGroupActions.List(state, query)).TryGet(out var page, out var failure))
        {
            return Task.FromResult<CallResult<SecurityGroupPage>>(failure);
        }
        var rulePages = page.Groups.IsEmpty
            ? 0
            : Math.Max(1, (page.Groups.Sum(group => group.Rules.Length) + RulesPerPage - 1) / RulesPerPage);
        for (var i = 0; i < rulePages; i++)
        {
            if (CallForRules(page.Groups.Select(group => group.GroupId)).FailureOrNull is { } unread)
            {
                return Task.FromResult<CallResult<SecurityGroupPage>>(unread);
            }
        }
        return Task.FromResult<CallResult<SecurityGroupPage>>(
            new SecurityGroupPage([.. page.Groups.Select(Sorted)], page.NextToken) { Calls = 1 + rulePages });
    }

    public Task<CallResult<PrefixListEntries>> ReadPrefixListAsync(string prefixListId, CancellationToken cancellationToken)
    {
        var read = Call(
            PrefixListState.Operation,
            [("PrefixListId.1", prefixListId)],
            region => region.Seen(Lookup.PrefixList(region, prefixListId)).State);
        if (!read.TryGet(out var state, out var failure) && failure.Kind != CallFailureKind.Refused)
        {
            return Task.FromResult<CallResult<PrefixListEntries>>(failure);
        }
        return Task.FromResult(PrefixListState.FailureOf(prefixListId, state) is { } changing ? changing : Entries(prefixListId));
    }

    public Task<CallResult<ImmutableDictionary<string, ImmutableSortedDictionary<string, string>>>> ReadTagsAsync(
        ImmutableArray<string> ruleIds, CancellationToken cancellationToken) => Task.FromResult(Call(
        "DescribeSecurityGroupRules",
        [
            ("Filter.1.Name", "security-group-rule-id"),
            .. ruleIds.Select((id, i) => ($"Filter.1.Value.{i + 1}", (string?)id)),
        ],
        region => region.SeenInListing().SelectMany(group => group.Rules)
            .Where(rule => ruleIds.Contains(rule.SecurityGroupRuleId!))
            .ToImmutableDictionary(rule => rule.SecurityGroupRuleId!, rule => rule.Tags, StringComparer.Ordinal)));

    public Task<CallResult<ImmutableDictionary<string, ImmutableArray<string>>>> ReadAssociationsAsync(
        ImmutableArray<string> groupIds, CancellationToken cancellationToken) => Task.FromResult(Call(
        "DescribeSecurityGroupVpcAssociations",
        [("Filter.1.Name", "group-id"), .. groupIds.Select((id, i) => ($"Filter.1.Value.{i + 1}", (string?)id))],
        region => region.VpcAssociations.Values.Where(association => groupIds.Contains(association.GroupId))
            .GroupBy(association => association.GroupId, association => association.VpcId)
            .ToImmutableDictionary(vpcs => vpcs.Key, vpcs => vpcs.ToImmutableArray(), StringComparer.Ordinal)));

    public Task<CallResult<Done>> RevokeAsync(
        string groupId, bool isEgress, ImmutableArray<string> ruleIds, CancellationToken cancellationToken) =>
        ChangeAsync(
            isEgress ? "RevokeSecurityGroupEgress" : "RevokeSecurityGroupIngress",
            [("GroupId", groupId), .. ruleIds.Select((id, i) => ($"SecurityGroupRuleId.{i + 1}", (string?)id))]);

    public Task<CallResult<Done>> AuthorizeAsync(
        string groupId, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken)
    {
        var action = isEgress ? "AuthorizeSecurityGroupEgress" : "AuthorizeSecurityGroupIngress";
        return rules.FirstOrDefault(rule => rule.Peer is Peer.Unknown) is { } strange
            ? Task.FromResult<CallResult<Done>>(
                new CallFailure(CallFailureKind.Rejected, action, "UnknownPeer", $"EC2 has no such rule: {strange}"))
            : ChangeAsync(action, [("GroupId", groupId), .. RuleParameters.Of(rules)]);
    }

    public ISecurityGroups ForIncident(string incidentId) => new LabSecurityGroups(account, region, incidentId);

    // what is changed is read by the same code that reads it from HTTP, so that EC2's checks and CloudTrail's record are the same
    private Task<CallResult<Done>> ChangeAsync(string action, IEnumerable<(string, string?)> parameters) =>
        Task.FromResult(account.Change(Call(action, QueryNode.Of(parameters))));

    private CallResult<PrefixListEntries> Entries(string prefixListId) =>
        Call("GetManagedPrefixListEntries", [("PrefixListId", prefixListId)], state =>
        {
            var list = state.Seen(Lookup.PrefixList(state, prefixListId));
            var addresses = list.IsIpv6
                ? AddressSet.Of([], list.Entries.Keys.Select(CidrIpv6.Parse))
                : AddressSet.Of(list.Entries.Keys.Select(CidrIpv4.Parse), []);
            return new PrefixListEntries(addresses)
            {
                IsOfAws = list.OwnerId == "AWS",
                MaxEntries = list.MaxEntries,
                Version = list.Version,
            };
        });

    // as DescribeSecurityGroupRules lists them; and as on AWS, their tags take a call of their own
    private static SecurityGroup Sorted(SecurityGroup group) => group with
    {
        Rules = group.WithoutRuleTags().Rules.Sort(static (a, b) => string.CompareOrdinal(a.SecurityGroupRuleId, b.SecurityGroupRuleId)),
    };

    // the rules come with their groups: this call is there to be counted, and to fail
    private CallResult<Done> CallForRules(IEnumerable<string> groupIds) => Call(
        "DescribeSecurityGroupRules",
        [("Filter.1.Name", "group-id"), .. groupIds.Select((id, i) => ($"Filter.1.Value.{i + 1}", (string?)id))],
        static _ => default(Done));

    private CallResult<T> Call<T>(string action, IEnumerable<(string, string?)> parameters, Func<RegionState, T> handler) =>
        Call(action, QueryNode.Of(parameters), handler);

    private CallResult<T> Call<T>(string action, QueryNode parameters, Func<RegionState, T> handler) =>
        account.Call(Call(action, parameters), handler);

    private LabCall Call(string action, QueryNode parameters) => new("ec2", action, region, parameters, Guard);

    private LabIdentity Guard => new($"arn:aws:sts::{account.AccountId}:assumed-role/sgwatch/{incidentId ?? "guard"}");
}
