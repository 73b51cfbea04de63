using SgWatch.Simulation.Plain;
using SgWatch.Simulation.World;

namespace SgWatch.Simulation.Laws;

/// <summary>The laws about one rule: which the guard must not take (S1 to S4), and which it must (L1).</summary>
internal sealed class RuleLaws(SimulatedWorld world)
{
    private static readonly TimeSpan PolicyAge = TimeSpan.FromSeconds(61);
    private static readonly TimeSpan ReadAge = TimeSpan.FromSeconds(70);
    private static readonly TimeSpan Anew = TimeSpan.FromMinutes(75);
    private static readonly TimeSpan Unsettled = TimeSpan.FromHours(6); // a dropped rule is new until a sweep settles it
    private static readonly TimeSpan FreshEvent = TimeSpan.FromMinutes(65);
    private static readonly TimeSpan TurnedCloses = TimeSpan.FromHours(3); // told by one sweep, closed by the next

    private readonly RuleHistory _history = new(world);
    private readonly Excuses _excuses = new(world);

    /// <summary>Judges what the guard just took.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="since">When the guard began with the message.</param>
    public void JudgeTaken(KnownRule rule, DateTimeOffset since)
    {
        world.Tally.Hit("law S1: a rule that was taken broke the policy");
        var grounds = Grounds(rule, since).ToList();
        if (grounds.Count == 0)
        {
            world.Fail("S1", $"{rule} was taken, and no policy forbade it");
            return;
        }
        var reasons = grounds.Select(ground => WhyKeep(rule, ground.Guardrail, ground.Policy, since)).ToList();
        if (!reasons.Contains(null))
        {
            world.Fail(reasons[0]![..2],
                $"{rule} was taken by {string.Join(", ", grounds.Select(ground => ground.Guardrail.Meaning))}: {reasons[0]}");
            return;
        }
        world.Tally.Hit("law L1: a violation that no law protects was closed");
    }

    /// <summary>Judges what is there at the end.</summary>
    public void JudgeLeft(KnownRule rule)
    {
        var policy = world.Policies.Current.Policy;
        var group = world.Cloud.Ledger.Current(rule.GroupId);
        foreach (var guardrail in policy.Guardrails.Where(guardrail => !guardrail.IsObserving && guardrail.IsBrokenBy(group, rule.Id)))
        {
            if (WhyKeep(rule, guardrail, policy, world.Now) is { } reason)
            {
                world.Tally.Hit($"law {reason}");
            }
            else if (WhyMayKeep(rule, guardrail) is { } excuse)
            {
                world.Tally.Hit($"left: {excuse}");
            }
            else
            {
                world.Fail("L1", $"{rule} breaks {guardrail.Meaning} at the end: made {rule.MadeAt:dd HH:mm:ss}, "
                    + $"last by {rule.Last.By.Arn.Split('/', 2)[1]} at {rule.Last.At:dd HH:mm:ss}");
            }
        }
    }

    private IEnumerable<(PlainPolicy Policy, PlainGuardrail Guardrail)> Grounds(KnownRule rule, DateTimeOffset since)
    {
        var states = _history.States(rule, since - ReadAge).ToList();
        return world.Policies.Within(since - PolicyAge, world.Now).SelectMany(policy => policy.Guardrails
            .Where(guardrail => !guardrail.IsObserving && states.Exists(state => guardrail.IsBrokenBy(state, rule.Id)))
            .Select(guardrail => (policy, guardrail)));
    }

    // null if the guard may take it
    private string? WhyKeep(KnownRule rule, PlainGuardrail guardrail, PlainPolicy policy, DateTimeOffset since)
    {
        if (guardrail.IsState)
        {
            return null;
        }
        if (rule.Last.By == People.Pipeline && !IsThroughList(rule) && policy.HasPipeline
            && _history.BrokeAllAlong(rule, guardrail, rule.Last.At - PolicyAge) && !_excuses.IsDescribedEarly(rule))
        {
            return "S3: the pipeline made it";
        }
        var came = _history.Came(guardrail);
        if (rule.Acceptances.Exists(acceptance => acceptance.MayHaveEnded(world.Now)))
        {
            return null; // a person said so
        }
        if (rule.Acceptances.Exists(acceptance => acceptance.At < since && !(rule.DroppingAt >= acceptance.At)
            && (_history.Admits(rule) & ~acceptance.Admits) == 0) && !WasMemoryAway(rule, since))
        {
            return "S4: a person accepted it";
        }
        if (rule.DroppingAt >= came - Unsettled)
        {
            return null; // a person said so
        }
        if (rule.Versions[0].By == People.Undoer && _history.AdmitsNoMoreSince(rule, rule.MadeAt) && !WasMemoryAway(rule, since))
        {
            return "S4: a person put it back";
        }
        return rule.MadeAt < came - TimeSpan.FromMinutes(1) && _history.AdmitsNoMoreSince(rule, came)
            && (_history.Broke(rule, guardrail, came) || _history.CountsNoMoreSince(rule, guardrail, came))
            ? "S2: it was there before"
            : null;
    }

    // null if it must go
    private string? WhyMayKeep(KnownRule rule, PlainGuardrail guardrail)
    {
        var came = _history.Came(guardrail);
        var ended = rule.GoneAt ?? world.Now;
        if (rule.Acceptances.Exists(acceptance => acceptance.MayHaveEnded(ended) && !acceptance.HasEnded(ended - TurnedCloses)))
        {
            return "a person's word has just ended";
        }
        var isDropped = rule.DroppedAt >= came || rule.Acceptances.Exists(acceptance => acceptance.MayHaveEnded(ended));
        if (rule.DroppingAt > rule.DroppedAt.GetValueOrDefault() || rule.Acceptances.Exists(acceptance => acceptance.At is null))
        {
            return "a command about it was killed, or failed";
        }
        if (!isDropped && rule.MadeAt < came && _history.AdmitsNoMoreThan(rule, came)
            && (_history.Broke(rule, guardrail, came) || !_history.HasTurned(rule, guardrail, came)))
        {
            return "it was there before, more or less";
        }
        if (!isDropped && rule.Last.At < world.Policies.FirstEnforced(guardrail.Meaning))
        {
            return "it came while the guardrail observed";
        }
        return _excuses.WhyMayKeep(rule, guardrail) ?? (MayBeMadeAnew(rule, guardrail) ? "it was made anew" : null);
    }

    // it took the place of a rule that could stay, as far as the guard could see
    private bool MayBeMadeAnew(KnownRule rule, PlainGuardrail guardrail) => world.Cloud.Ledger.All.Exists(old =>
        old.GroupId == rule.GroupId && old != rule && !old.IsTakenByGuard && old.Last.Rule.HasSameTraffic(rule.Last.Rule)
        && old.GoneAt is { } gone && gone <= rule.MadeAt && rule.MadeAt <= _history.SeenGoneAt(old) + Anew
        && (_history.Admits(rule) & ~_history.Admits(old)) == 0
        && (WhyKeep(old, guardrail, world.Policies.Current.Policy, gone) ?? WhyMayKeep(old, guardrail)) is not null);

    // docs/policy.md, Without memory: what a fresh event names is acted on
    private bool WasMemoryAway(KnownRule rule, DateTimeOffset since)
    {
        var wasAway = rule.MadeAt > world.Now - FreshEvent && world.MemoryTroubles.Exists(at => at >= since);
        if (wasAway)
        {
            world.Tally.Hit("left: the memory was away when a fresh event named what a person had put back or accepted");
        }
        return wasAway;
    }

    private static bool IsThroughList(KnownRule rule) => rule.Last.Rule.Peer is Rules.Peer.PrefixList;
}
