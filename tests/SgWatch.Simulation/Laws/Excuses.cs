using SgWatch.Simulation.Plain;
using SgWatch.Simulation.World;

namespace SgWatch.Simulation.Laws;

/// <summary>Why a violation may be there at the end although no law protects it: what docs/policy.md accepts. Each is counted.</summary>
internal sealed class Excuses(SimulatedWorld world)
{
    private static readonly TimeSpan PolicyAge = TimeSpan.FromSeconds(61);
    private static readonly TimeSpan TrailDelay = TimeSpan.FromMinutes(7); // CloudTrail's five minutes, and a look

    private readonly RuleHistory _history = new(world);

    /// <summary>Why a rule may be there. Null if it must go.</summary>
    public string? WhyMayKeep(KnownRule rule, PlainGuardrail guardrail)
    {
        if (rule.Versions.Exists(version => version.By == People.Pipeline && _history.AdmitsNoMoreSince(rule, version.At)
            && world.Policies.Within(version.At - PolicyAge, world.Now).Any(static policy => policy.HasPipeline)))
        {
            return "the pipeline made it, or more than it";
        }
        if (guardrail.IsWorld && _history.CompliedWhenRead(rule, guardrail))
        {
            return "it complied, and a neighbour came that stays";
        }
        if (guardrail.Meaning == "admin" && world.Policies.FirstHeld(PlainPolicy.Wider) is { } wider && rule.Last.At < wider
            && !_history.WasRead(rule.GroupId, rule.Last.At, wider))
        {
            return "its guardrail changed its meaning before the guard saw the rule"; // docs/simulation.md, What it found
        }
        var firstSweep = world.FirstSettled.Values.DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
        if (rule.Last.At < world.Policies.LastWritten(world.DeployedAt, firstSweep))
        {
            return "the policy was written after it, and before the first sweep";
        }
        return IsUnheardBeforeFirstListing(rule) ? "it opened before the first listing, and its event was lost" : null;
    }

    /// <summary>Whether somebody edited the description of the pipeline's rule before CloudTrail could say who made the rule.</summary>
    public bool IsDescribedEarly(KnownRule rule)
    {
        if (rule.DescribedAt is not { } described
            || (described > rule.Last.At + TrailDelay && !world.Unanswered.Contains(rule.Id)))
        {
            return false;
        }
        world.Tally.Hit("left: a description was edited before CloudTrail could say who made the rule");
        return true;
    }

    // docs/policy.md accepts this: what opened before the first listing with its event lost is tolerated
    private bool IsUnheardBeforeFirstListing(KnownRule rule)
    {
        var settled = world.FirstSettled.GetValueOrDefault(rule.GroupId, DateTimeOffset.MaxValue);
        return _history.AdmitsNoMoreThan(rule, settled) && (world.LostEvents.Contains(rule.Last.EventId)
            || (rule.Last.Rule.Peer is Rules.Peer.PrefixList && rule.MadeAt < world.DeployedAt));
    }
}
