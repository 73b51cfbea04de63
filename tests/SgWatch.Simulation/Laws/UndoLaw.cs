using SgWatch.Simulation.World;

namespace SgWatch.Simulation.Laws;

/// <summary>The undo of all incidents, the last one first, gives the world without the guard. What a person put back stays (S4).</summary>
internal sealed class UndoLaw(SimulatedWorld world)
{
    private static readonly TimeSpan ForOne = TimeSpan.FromMinutes(3);

    /// <summary>Undoes everything, and looks at what is there then.</summary>
    /// <param name="until">Lets the world go on until a time.</param>
    /// <param name="sweep">Sends a sweep.</param>
    public void Judge(Action<DateTimeOffset> until, Action sweep)
    {
        var incidents = world.Operator.Incidents();
        if (incidents.Count == 0)
        {
            return;
        }
        world.Trace("everything is undone");
        var wanted = world.Cloud.Ledger.All.Where(rule => rule.GoneAt is null).Select(Text).ToHashSet();
        wanted.UnionWith(incidents.SelectMany(static incident => incident.Revoked
            .Where(static rule => !rule.IsEgress).Select(rule => (incident.Before.GroupId, rule.ToString()))));
        foreach (var incident in incidents.Reverse())
        {
            world.Operator.Undo(incident);
            until(world.Now + ForOne);
        }
        Compare(wanted, "after the undo of everything");
        for (var i = 0; i < 2; i++)
        {
            sweep();
            until(world.Now + TimeSpan.FromHours(1));
        }
        var forbidden = world.Cloud.Ledger.All.Where(MayGo).Select(Text).ToHashSet();
        wanted.ExceptWith(forbidden);
        Compare(wanted, "two sweeps after the undo of everything", forbidden);
    }

    private void Compare(HashSet<(string GroupId, string Rule)> wanted, string when, HashSet<(string, string)>? apart = null)
    {
        world.Tally.Hit("law: the undo of everything gives the world without the guard");
        var there = world.Cloud.Ledger.All.Where(rule => rule.GoneAt is null).Select(Text).ToHashSet();
        foreach (var (groupId, rule) in wanted.Except(there))
        {
            if (!MayGo(groupId, rule))
            {
                world.Fail("undo", $"{groupId} lacks {rule} {when}");
            }
        }
        foreach (var (groupId, rule) in there.Except(wanted).Except(apart ?? []))
        {
            world.Fail("undo", $"{groupId} has {rule} {when}");
        }
    }

    private bool MayGo(string groupId, string rule) =>
        world.Cloud.Ledger.All.Exists(known => known.GroupId == groupId && known.Last.Rule.ToString() == rule && MayGo(known));

    // a guardrail with judge: state takes it again, or a person accepted it until a day that is over
    private bool MayGo(KnownRule rule) => rule.Acceptances.Exists(acceptance => acceptance.MayHaveEnded(world.Now))
        || world.Cloud.Ledger.History(rule.GroupId).Any(state => state.Rules.ContainsKey(rule.Id)
            && world.Policies.Current.Policy.Guardrails.Any(guardrail => guardrail.IsState && guardrail.IsBrokenBy(state, rule.Id)));

    private static (string GroupId, string Rule) Text(KnownRule rule) => (rule.GroupId, rule.Last.Rule.ToString());
}
