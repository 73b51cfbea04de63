using SgWatch.Changes;
using SgWatch.Events;
using SgWatch.Simulation.Actors;
using SgWatch.Simulation.Laws;
using SgWatch.Simulation.Plain;
using SgWatch.Simulation.World;

namespace SgWatch.Simulation.Runs;

/// <summary>A world at the guard's deployment, for a story in steps. The laws about what is taken hold in it.</summary>
internal sealed class Scene
{
    private const int MaxLines = 80;

    /// <param name="before">What happens before the guard comes, beside the groups' founding.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="policy">The policy with which the guard comes.</param>
    public Scene(Action<Scene>? before = null, ulong seed = 1, PolicyVariant policy = PolicyVariant.None)
    {
        World = new(seed, isTraced: true, Plant.None, policy);
        Cast = new(World);
        var laws = new RuleLaws(World);
        World.Cloud.Ledger.Taken = (rule, _) => laws.JudgeTaken(rule, World.ActingSince);
        Cast.Found(0);
        before?.Invoke(this);
        World.Scheduler.RunUntil(World.DeployedAt);
    }

    public SimulatedWorld World { get; }

    public Cast Cast { get; }

    /// <summary>Lets time pass, without a sweep.</summary>
    public void Pass(TimeSpan time) => World.Scheduler.RunUntil(World.Now + time);

    /// <summary>A sweep, and time for it.</summary>
    public void Sweep()
    {
        World.Queue.Send(SweepMessages.Sweep(new AccountRegion(People.Account, Cloud.Region), new()), TimeSpan.Zero);
        Pass(TimeSpan.FromMinutes(2));
    }

    /// <summary>Sweeps each hour.</summary>
    public void Sweep(int hours)
    {
        for (var i = 0; i < hours; i++)
        {
            Sweep();
            Pass(TimeSpan.FromMinutes(58));
        }
    }

    /// <summary>The first look: the first listing, and the pass an hour later that completes it.</summary>
    public void LookFirst() => Sweep(hours: 26);

    /// <summary>Undoes the last incident in which the guard took something.</summary>
    public void UndoLast() => World.Operator.Undo(World.Operator.Incidents()[^1]);

    /// <summary>Does something whose events get lost.</summary>
    public void Unheard(Action what)
    {
        World.Events.Lost = 1;
        what();
        World.Events.Lost = 0;
    }

    /// <summary>Writes a policy.</summary>
    public void Write(PolicyVariant variant) => World.Policies.Write(World.Now, PlainPolicy.Of(variant));

    /// <summary>Asserts which ingress rules a group has, as texts.</summary>
    public void AssertRules(string groupId, params string[] rules)
    {
        var has = World.Cloud.Account.Groups(Cloud.Region).Single(group => group.GroupId == groupId).Rules
            .Where(static rule => !rule.IsEgress).Select(static rule => rule.ToString()).Order(StringComparer.Ordinal);
        Assert.True(has.SequenceEqual(rules.Order(StringComparer.Ordinal)),
            $"{groupId} has {string.Join("; ", has)}\n{string.Join('\n', World.Lines.TakeLast(MaxLines))}");
        Assert.Empty(World.Failures);
        Assert.Null(World.Scheduler.Leak);
    }
}
