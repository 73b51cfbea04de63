using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Lab.Ec2;
using SgWatch.Rules;
using SgWatch.Simulation.Plain;

namespace SgWatch.Simulation.World;

/// <summary>EC2 as one process reaches it. The guard's own changes make events, as on AWS.</summary>
internal sealed class WiredGroups(SimulatedWorld world, Wire wire, Func<DateTimeOffset> since, string? incidentId = null)
    : ISecurityGroups, ISecurityGroupsProvider
{
    private readonly ISecurityGroups _groups = world.Cloud.Account.SecurityGroups(Cloud.Region);

    public ISecurityGroups Open(AccountRegion accountRegion) => this;

    public ISecurityGroups ForIncident(string incidentId) => new WiredGroups(world, wire, since, incidentId);

    public Task<CallResult<SecurityGroup>> ReadAsync(string groupId, CancellationToken cancellationToken) =>
        wire.CallAsync($"read {groupId}", () => _groups.ReadAsync(groupId, cancellationToken), cancellationToken);

    public Task<CallResult<string>> FindAsync(string groupName, string? vpcId, CancellationToken cancellationToken) =>
        wire.CallAsync($"find {groupName}", () => _groups.FindAsync(groupName, vpcId, cancellationToken), cancellationToken);

    public Task<CallResult<SecurityGroupPage>> ListAsync(GroupFilter filter, string? nextToken, CancellationToken cancellationToken) =>
        wire.CallAsync("list", async () =>
        {
            var read = await _groups.ListAsync(filter, nextToken, cancellationToken);
            return world.Plant == Plant.ListsTooFew && read.TryGet(out var page, out _) && page.Groups.Length > 0
                ? page with { Groups = page.Groups.RemoveAt(page.Groups.Length - 1) }
                : read;
        }, cancellationToken);

    public Task<CallResult<PrefixListEntries>> ReadPrefixListAsync(string prefixListId, CancellationToken cancellationToken) =>
        wire.CallAsync($"read {prefixListId}", () => _groups.ReadPrefixListAsync(prefixListId, cancellationToken), cancellationToken);

    public Task<CallResult<ImmutableDictionary<string, ImmutableSortedDictionary<string, string>>>> ReadTagsAsync(
        ImmutableArray<string> ruleIds, CancellationToken cancellationToken) =>
        wire.CallAsync(
            $"read tags {string.Join(' ', ruleIds)}", () => _groups.ReadTagsAsync(ruleIds, cancellationToken), cancellationToken);

    public Task<CallResult<Done>> RevokeAsync(
        string groupId, bool isEgress, ImmutableArray<string> ruleIds, CancellationToken cancellationToken) =>
        ChangeAsync(isEgress ? "RevokeSecurityGroupEgress" : "RevokeSecurityGroupIngress", ruleIds,
            [("GroupId", groupId), .. ruleIds.Select((id, i) => ($"SecurityGroupRuleId.{i + 1}", (string?)id))], cancellationToken);

    public Task<CallResult<Done>> AuthorizeAsync(
        string groupId, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken) =>
        ChangeAsync(isEgress ? "AuthorizeSecurityGroupEgress" : "AuthorizeSecurityGroupIngress", [],
            [("GroupId", groupId), .. RuleParameters.Of(rules)], cancellationToken);

    private Task<CallResult<Done>> ChangeAsync(
        string action, ImmutableArray<string> ruleIds, IEnumerable<(string, string?)> parameters, CancellationToken cancellationToken) =>
        wire.CallAsync($"{action} {string.Join(' ', ruleIds)}", () =>
        {
            foreach (var id in ruleIds)
            {
                if (world.Cloud.Ledger.Find(id) is { } rule)
                {
                    rule.IsTried = true;
                }
            }
            world.ActingSince = since();
            if (world.Plant == Plant.TakesNothing && ruleIds.Length > 0)
            {
                return Task.FromResult<CallResult<Done>>(default(Done));
            }
            var neighbour = world.Cloud.Ledger.All.Find(rule => rule.GoneAt is null && ruleIds.Length > 0 && !ruleIds.Contains(rule.Id)
                && rule.GroupId == world.Cloud.Ledger.Find(ruleIds[0])?.GroupId);
            if (world.Plant == Plant.TakesOneMore && neighbour is not null)
            {
                parameters = parameters.Append(("SecurityGroupRuleId.99", neighbour.Id));
            }
            var error = world.Cloud.Call(People.Guard(incidentId), action, parameters).Error;
            return Task.FromResult<CallResult<Done>>(error is null
                ? default(Done)
                : new CallFailure(AwsErrorCodes.KindOf(error.Code, error.StatusCode), action, error.Code, error.Message));
        }, cancellationToken);
}
