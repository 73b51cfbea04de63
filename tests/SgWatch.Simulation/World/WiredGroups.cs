using System.Collections.Immutable;
using System.Globalization;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Lab.Ec2;
using SgWatch.Lab.Identities;
using SgWatch.Rules;
using SgWatch.Simulation.Plain;

namespace SgWatch.Simulation.World;

/// <summary>EC2 as one process of the guard, or a person's command, reaches it. Its changes make events, as on AWS.</summary>
internal sealed class WiredGroups(SimulatedWorld world, Wire wire, GuardProcess? process, LabIdentity who)
    : ISecurityGroups, ISecurityGroupsProvider
{
    private readonly ISecurityGroups _groups = world.Cloud.Account.SecurityGroups(Cloud.Region);

    public ISecurityGroups Open(AccountRegion accountRegion) => this;

    public ISecurityGroups ForIncident(string incidentId) =>
        new WiredGroups(world, wire, process, process is null ? who : People.Guard(incidentId));

    public Task<CallResult<SecurityGroup>> ReadAsync(string groupId, CancellationToken cancellationToken) =>
        wire.CallAsync($"read {groupId}", async () =>
        {
            var read = await _groups.ReadAsync(groupId, cancellationToken);
            NoteReading(read.TryGet(out var group, out _) ? [group] : []);
            return read;
        }, cancellationToken);

    public Task<CallResult<string>> FindAsync(string groupName, string? vpcId, CancellationToken cancellationToken) =>
        wire.CallAsync($"find {groupName}", () => _groups.FindAsync(groupName, vpcId, cancellationToken), cancellationToken);

    public Task<CallResult<SecurityGroupPage>> ListAsync(GroupFilter filter, string? nextToken, CancellationToken cancellationToken) =>
        wire.CallAsync("list", async () =>
        {
            var read = world.GroupsListed is { } most
                ? await ListPageAsync(filter, nextToken, most, cancellationToken)
                : await _groups.ListAsync(filter, nextToken, cancellationToken);
            NoteReading(read.TryGet(out var shown, out _) ? shown.Groups : []);
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

    public Task<CallResult<ImmutableDictionary<string, ImmutableArray<string>>>> ReadAssociationsAsync(
        ImmutableArray<string> groupIds, CancellationToken cancellationToken) =>
        wire.CallAsync(
            $"read associations {string.Join(' ', groupIds)}", () => _groups.ReadAssociationsAsync(groupIds, cancellationToken),
            cancellationToken);

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
            if (process is not null)
            {
                world.ActingSince = process.StartedAt;
                ruleIds.Select(world.Cloud.Ledger.Find).OfType<KnownRule>().ToList().ForEach(rule => rule.TakenBy = process);
                if (world.Plant == Plant.TakesNothing && ruleIds.Length > 0)
                {
                    return Task.FromResult<CallResult<Done>>(default(Done));
                }
                if (world.Plant == Plant.TakesOneMore && Neighbour(ruleIds) is { } neighbour)
                {
                    parameters = parameters.Append(("SecurityGroupRuleId.99", neighbour.Id));
                }
            }
            var error = world.Cloud.Call(who, action, parameters).Error;
            return Task.FromResult<CallResult<Done>>(error is null
                ? default(Done)
                : new CallFailure(AwsErrorCodes.KindOf(error.Code, error.StatusCode), action, error.Code, error.Message));
        }, cancellationToken);

    // one group a page, and after some groups EC2 doesn't answer
    private async Task<CallResult<SecurityGroupPage>> ListPageAsync(
        GroupFilter filter, string? nextToken, int most, CancellationToken cancellationToken)
    {
        var at = nextToken is null ? 0 : int.Parse(nextToken, CultureInfo.InvariantCulture);
        if (at >= most)
        {
            return new CallFailure(CallFailureKind.Transient, "DescribeSecurityGroups", "ServiceUnavailable", "simulated");
        }
        var read = await _groups.ListAsync(filter, null, cancellationToken);
        return read.TryGet(out var all, out var failure)
            ? all with
            {
                Groups = [all.Groups[at]],
                NextToken = at + 1 < all.Groups.Length ? $"{at + 1}" : null,
            }
            : failure;
    }

    private KnownRule? Neighbour(ImmutableArray<string> ruleIds) => world.Cloud.Ledger.All.Find(rule => rule.GoneAt is null
        && ruleIds.Length > 0 && !ruleIds.Contains(rule.Id) && rule.GroupId == world.Cloud.Ledger.Find(ruleIds[0])?.GroupId);

    private void NoteReading(IEnumerable<SecurityGroup> groups)
    {
        if (process is not null)
        {
            world.Readings.AddRange(groups.Select(group => (group.GroupId, world.Now)));
        }
    }
}
