using SgWatch.Simulation.Plain;
using SgWatch.Simulation.World;

namespace SgWatch.Simulation.Laws;

/// <summary>Questions about one rule's past, answered from the simulation's own books.</summary>
/// <remarks>A rule that is gone is asked about as it was just before.</remarks>
internal sealed class RuleHistory(SimulatedWorld world)
{
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(70); // how old what the guard reads may be
    private static readonly TimeSpan Settling = TimeSpan.FromHours(8); // by then the first sweep, or the one after a policy, is over

    /// <summary>When the guard, or the guardrail, came.</summary>
    public DateTimeOffset Came(PlainGuardrail guardrail) =>
        world.Policies.FirstHeld(guardrail.Meaning) is { } held && held > world.DeployedAt ? held : world.DeployedAt;

    /// <summary>The states of the group in which the rule was there, since a time.</summary>
    public IEnumerable<PlainGroup> States(KnownRule rule, DateTimeOffset since)
    {
        var first = world.Cloud.Ledger.At(rule.GroupId, since);
        return world.Cloud.Ledger.History(rule.GroupId).SkipWhile(state => state != first)
            .Where(state => state.Rules.ContainsKey(rule.Id));
    }

    /// <summary>What the rule admits.</summary>
    public uint Admits(KnownRule rule) => Now(rule).Rules.GetValueOrDefault(rule.Id);

    /// <summary>Whether it admits no more than at a time, and never did since.</summary>
    public bool AdmitsNoMoreSince(KnownRule rule, DateTimeOffset since)
    {
        var then = world.Cloud.Ledger.At(rule.GroupId, since).Rules.GetValueOrDefault(rule.Id);
        return States(rule, since).All(state => (state.Rules[rule.Id] & ~then) == 0);
    }

    /// <summary>Whether it admits no more now than at a time.</summary>
    public bool AdmitsNoMoreThan(KnownRule rule, DateTimeOffset then) =>
        (Admits(rule) & ~world.Cloud.Ledger.At(rule.GroupId, then).Rules.GetValueOrDefault(rule.Id)) == 0;

    /// <summary>Whether it broke a guardrail when that came, and until everybody had a look.</summary>
    public bool Broke(KnownRule rule, PlainGuardrail guardrail, DateTimeOffset since) =>
        Settled(rule, since).All(state => guardrail.IsBrokenBy(state, rule.Id));

    /// <summary>Whether what counts now counted then and, until everybody had a look, all the time.</summary>
    public bool CountsNoMoreSince(KnownRule rule, PlainGuardrail guardrail, DateTimeOffset since)
    {
        var now = Counted(rule, guardrail);
        return Settled(rule, since).All(state => (now & ~guardrail.Counted(state, state.Rules[rule.Id])) == 0);
    }

    /// <summary>Whether something counts now that never counted until everybody had a look.</summary>
    public bool HasTurned(KnownRule rule, PlainGuardrail guardrail, DateTimeOffset since)
    {
        var then = Settled(rule, since).Aggregate(0u, (all, state) => all | guardrail.Counted(state, state.Rules[rule.Id]));
        return (Counted(rule, guardrail) & ~then) != 0;
    }

    /// <summary>Whether it broke a guardrail all the time since its last change, under every policy of that time.</summary>
    public bool BrokeAllAlong(KnownRule rule, PlainGuardrail guardrail, DateTimeOffset since) =>
        States(rule, rule.Last.At).All(state => guardrail.IsBrokenBy(state, rule.Id))
        && world.Policies.Within(since, world.Now).All(policy =>
            policy.HasPipeline && policy.Guardrails.Any(other => other.Meaning == guardrail.Meaning && !other.IsObserving));

    /// <summary>Whether the guard saw it comply, with all that counts now.</summary>
    public bool CompliedWhenRead(KnownRule rule, PlainGuardrail guardrail)
    {
        var now = Counted(rule, guardrail);
        var history = world.Cloud.Ledger.History(rule.GroupId);
        for (var i = 0; i < history.Count; i++)
        {
            var end = i + 1 < history.Count ? history[i + 1].At : DateTimeOffset.MaxValue;
            if (history[i].Rules.TryGetValue(rule.Id, out var then) && (now & ~guardrail.Counted(history[i], then)) == 0
                && !guardrail.IsBrokenBy(history[i], rule.Id) && WasSeen(rule.GroupId, history[i].At, end))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether the guard looked at a group within a time, or shortly after it with what it had read.</summary>
    public bool WasSeen(string groupId, DateTimeOffset from, DateTimeOffset to) =>
        world.Readings.Exists(reading => reading.GroupId == groupId && reading.At >= from && reading.At - Stale <= to);

    /// <summary>Whether the guard read a group within a time.</summary>
    public bool WasRead(string groupId, DateTimeOffset from, DateTimeOffset to) =>
        world.Readings.Exists(reading => reading.GroupId == groupId && reading.At >= from && reading.At < to);

    /// <summary>When the guard first looked at the group after the rule had gone.</summary>
    public DateTimeOffset SeenGoneAt(KnownRule rule)
    {
        var after = world.Readings.Find(reading => reading.GroupId == rule.GroupId && reading.At >= rule.GoneAt);
        return after.GroupId is null ? world.Now : after.At;
    }

    private IEnumerable<PlainGroup> Settled(KnownRule rule, DateTimeOffset since) =>
        States(rule, since).Where(state => state.At <= since + Settling);

    private uint Counted(KnownRule rule, PlainGuardrail guardrail) => guardrail.Counted(Now(rule), Admits(rule));

    private PlainGroup Now(KnownRule rule) => rule.GoneAt is { } gone
        ? world.Cloud.Ledger.History(rule.GroupId).Last(state => state.At <= gone && state.Rules.ContainsKey(rule.Id))
        : world.Cloud.Ledger.Current(rule.GroupId);
}
