using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Lab.Identities;
using SgWatch.Rules;
using SgWatch.Simulation.Laws;
using SgWatch.Simulation.Runs;

namespace SgWatch.Simulation.World;

/// <summary>CloudTrail's LookupEvents as one process reaches it: complete, but late by some minutes.</summary>
internal sealed class WiredCalls(SimulatedWorld world, Wire wire) : ICallHistory
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    public async Task<CallResult<Origin?>> FindMakerAsync(
        AccountRegion accountRegion, string groupId, SecurityGroupRule rule, bool isModified, CancellationToken cancellationToken)
    {
        world.Tally.Hit("asked: CloudTrail");
        var answer = await wire.CallAsync($"who made {rule.SecurityGroupRuleId}",
            () => Task.FromResult<CallResult<Origin?>>(Find(rule, isModified)), cancellationToken);
        if (answer.FailureOrNull is not null)
        {
            world.Unanswered.Add(rule.SecurityGroupRuleId!);
        }
        return answer;
    }

    private CallResult<Origin?> Find(SecurityGroupRule rule, bool isModified)
    {
        var seen = world.Now - Late;
        var known = world.Cloud.Ledger.Find(rule.SecurityGroupRuleId!);
        var made = known?.Versions.FindLast(version => version.Rule.HasSameTraffic(rule) && version.At <= seen
            && (!isModified || version != known.Versions[0]));
        var origin = made is null ? null : Origin(made.EventName, made.EventId, made.At, made.By);
        if (rule.Peer is Peer.PrefixList(var list)
            && world.Cloud.ListChanges.FindLast(change => change.ListId == list && change.At <= seen) is { By: not null } change
            && (made is null || change.At > made.At))
        {
            origin = Origin("ModifyManagedPrefixList", $"{list}-{change.At:O}", change.At, change.By);
        }
        return new CallResult<Origin?>.Ok(world.Plant == Plant.KnowsNobody ? null : origin);
    }

    private static Origin Origin(string eventName, string eventId, DateTimeOffset at, LabIdentity by) => new(eventName)
    {
        EventId = eventId,
        EventTime = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero),
        Account = People.Account,
        Region = Cloud.Region,
        Actor = new() { Type = "AssumedRole", Arn = by.Arn, SessionIssuerArn = by.RoleArn },
    };
}
