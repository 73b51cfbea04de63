using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
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
            () => Task.FromResult<CallResult<Origin?>>(Find(rule)), cancellationToken);
        if (answer.FailureOrNull is not null)
        {
            world.Unanswered.Add(rule.SecurityGroupRuleId!);
        }
        return answer;
    }

    private CallResult<Origin?> Find(SecurityGroupRule rule)
    {
        var made = world.Cloud.Ledger.Find(rule.SecurityGroupRuleId!)?.Versions
            .FindLast(version => version.Rule.HasSameTraffic(rule) && version.At <= world.Now - Late);
        if (world.Plant == Plant.KnowsNobody || made is null || made.At < world.Now - TimeSpan.FromDays(90))
        {
            return new CallResult<Origin?>.Ok(null);
        }
        return new CallResult<Origin?>.Ok(new(made.EventName)
        {
            EventId = made.EventId,
            EventTime = new DateTimeOffset(made.At.UtcTicks - (made.At.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero),
            Account = People.Account,
            Region = Cloud.Region,
            Actor = new() { Type = "AssumedRole", Arn = made.By.Arn, SessionIssuerArn = made.By.RoleArn },
        });
    }
}
