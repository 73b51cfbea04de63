using SgWatch.Simulation.World;

namespace SgWatch.Simulation.Laws;

/// <summary>The laws about one rule: which the guard must not take (S1 to S4), and which it must (L1).</summary>
internal sealed class RuleLaws(SimulatedWorld world)
{
    private static readonly TimeSpan PolicyAge = TimeSpan.FromSeconds(61);
    private static readonly TimeSpan ReadAge = TimeSpan.FromSeconds(70);
    private static readonly TimeSpan Settling = TimeSpan.FromHours(8); // by then the first look, or the look after a policy, is over
    private static readonly TimeSpan Anew = TimeSpan.FromMinutes(75);
    private static readonly TimeSpan FirstLook = TimeSpan.FromHours(26);

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
        var reasons = grounds.Select(ground => WhyKeep(rule, ground.Guardrail, ground.Policy)).ToList();
        if (!reasons.Contains(null))
        {
            world.Fail(reasons[0]![..2],
                $"{rule} was taken by {string.Join(", ", grounds.Select(ground => ground.Guardrail.Meaning))}: {reasons[0]}");
        }
    }

    /// <summary>Judges what is there at the end.</summary>
    public void JudgeLeft(KnownRule rule)
    {
        var policy = world.Policies.Current.Policy;
        var group = world.Cloud.Ledger.Current(rule.GroupId);
        foreach (var guardrail in policy.Guardrails.Where(guardrail => !guardrail.IsObserving && guardrail.IsBrokenBy(group, rule.Id)))
        {
            if (WhyKeep(rule, guardrail, policy) is { } reason)
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
        var states = States(rule.GroupId, since - ReadAge).ToList();
        return world.Policies.Within(since - PolicyAge, world.Now).SelectMany(policy => policy.Guardrails
            .Where(guardrail => !guardrail.IsObserving && states.Exists(state => guardrail.IsBrokenBy(state, rule.Id)))
            .Select(guardrail => (policy, guardrail)));
    }

    // null if the guard may take it
    private string? WhyKeep(KnownRule rule, PlainGuardrail guardrail, PlainPolicy policy)
    {
        if (guardrail.IsState)
        {
            return null;
        }
        if (rule.Versions is [{ By: var maker }] && maker == People.Undoer && AdmitsNoMoreSince(rule, rule.MadeAt))
        {
            return "S4: a person put it back";
        }
        // a description edited before the guard saw the rule: docs/simulation.md, What it found
        if (rule.Last.By == People.Pipeline && !rule.IsDescribed && !IsThroughList(rule) && policy.HasPipeline
            && BrokeAllAlong(rule, guardrail))
        {
            return "S3: the pipeline made it";
        }
        var came = Came(guardrail);
        return rule.MadeAt < came - TimeSpan.FromMinutes(1) && AdmitsNoMoreSince(rule, came)
            && (Broke(rule, guardrail, came) || CountsNoMoreSince(rule, guardrail, came))
            ? "S2: it was there before"
            : null;
    }

    // null if it must go
    private string? WhyMayKeep(KnownRule rule, PlainGuardrail guardrail)
    {
        var came = Came(guardrail);
        if (rule.MadeAt < came && AdmitsNoMoreThan(rule, came)
            && (Broke(rule, guardrail, came) || !HasTurned(rule, guardrail, came)))
        {
            return "it was there before, more or less";
        }
        if (rule.Last.At < world.Policies.FirstEnforced(guardrail.Meaning))
        {
            return "it came while the guardrail observed";
        }
        if (rule.Versions.Exists(version => version.By == People.Pipeline && AdmitsNoMoreSince(rule, version.At)))
        {
            return "the pipeline made it, or more than it";
        }
        if (guardrail.IsWorld && CompliedOnce(rule, guardrail))
        {
            return "it complied, and a neighbour came that stays";
        }
        if (world.Unanswered.Contains(rule.Id) && rule.MadeAt < world.DeployedAt + FirstLook)
        {
            return "nobody could say who made it during the first look";
        }
        return world.Cloud.Ledger.All.Exists(other => other.GroupId == rule.GroupId && other != rule && !other.IsTakenByGuard
            && other.Last.Rule.HasSameTraffic(rule.Last.Rule)
            && other.GoneAt is { } gone && gone >= rule.MadeAt - Anew && gone <= rule.MadeAt)
            ? "it was made anew"
            : null;
    }

    private DateTimeOffset Came(PlainGuardrail guardrail) =>
        world.Policies.FirstHeld(guardrail.Meaning) is { } held && held > world.DeployedAt ? held : world.DeployedAt;

    private bool BrokeAllAlong(KnownRule rule, PlainGuardrail guardrail) =>
        States(rule.GroupId, rule.Last.At).All(state => guardrail.IsBrokenBy(state, rule.Id))
        && world.Policies.Within(rule.Last.At - PolicyAge, world.Now).All(policy =>
            policy.HasPipeline && policy.Guardrails.Any(other => other.Meaning == guardrail.Meaning && !other.IsObserving));

    private bool AdmitsNoMoreThan(KnownRule rule, DateTimeOffset then) =>
        (world.Cloud.Ledger.Current(rule.GroupId).Rules.GetValueOrDefault(rule.Id)
            & ~world.Cloud.Ledger.At(rule.GroupId, then).Rules.GetValueOrDefault(rule.Id)) == 0;

    // it broke the guardrail when that came, and until everybody had a look
    private bool Broke(KnownRule rule, PlainGuardrail guardrail, DateTimeOffset since) =>
        States(rule.GroupId, since).Where(state => state.At <= since + Settling).All(state => guardrail.IsBrokenBy(state, rule.Id));

    private bool CompliedOnce(KnownRule rule, PlainGuardrail guardrail) => States(rule.GroupId, rule.Last.At).Any(state =>
        state.Rules.TryGetValue(rule.Id, out var then) && !guardrail.IsBrokenBy(state, rule.Id)
        && (CountedNow(rule, guardrail) & ~guardrail.Counted(state, then)) == 0);

    private bool AdmitsNoMoreSince(KnownRule rule, DateTimeOffset since)
    {
        var then = world.Cloud.Ledger.At(rule.GroupId, since).Rules.GetValueOrDefault(rule.Id);
        return States(rule.GroupId, since).All(state => (state.Rules.GetValueOrDefault(rule.Id) & ~then) == 0);
    }

    // what counts now counted then and, until everybody had a look, all the time
    private bool CountsNoMoreSince(KnownRule rule, PlainGuardrail guardrail, DateTimeOffset since)
    {
        var now = CountedNow(rule, guardrail);
        return States(rule.GroupId, since).Where(state => state.At <= since + Settling)
            .All(state => (now & ~guardrail.Counted(state, state.Rules.GetValueOrDefault(rule.Id))) == 0);
    }

    private bool HasTurned(KnownRule rule, PlainGuardrail guardrail, DateTimeOffset since)
    {
        var then = States(rule.GroupId, since).Where(state => state.At <= since + Settling)
            .Aggregate(0u, (all, state) => all | guardrail.Counted(state, state.Rules.GetValueOrDefault(rule.Id)));
        return (CountedNow(rule, guardrail) & ~then) != 0;
    }

    private uint CountedNow(KnownRule rule, PlainGuardrail guardrail)
    {
        var group = world.Cloud.Ledger.Current(rule.GroupId);
        return guardrail.Counted(group, group.Rules.GetValueOrDefault(rule.Id));
    }

    private static bool IsThroughList(KnownRule rule) => rule.Last.Rule.Peer is Rules.Peer.PrefixList;

    // the states in which a group was at any time since
    private IEnumerable<PlainGroup> States(string groupId, DateTimeOffset since)
    {
        var first = world.Cloud.Ledger.At(groupId, since);
        return world.Cloud.Ledger.History(groupId).SkipWhile(state => state != first);
    }
}
