using System.Collections.Immutable;
using SgWatch.Changes;
using SgWatch.Guard;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Reconciling;
using SgWatch.Guard.Remembering;
using SgWatch.Guard.Retrying;
using SgWatch.Guard.Undoing;
using SgWatch.Incidents;
using SgWatch.Rules;
using SgWatch.Simulation.Plain;
using SgWatch.Simulation.Scheduling;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Simulation.World;

/// <summary>
/// A person with the commands <c>incidents undo</c>, <c>baseline accept</c> and <c>baseline drop</c>. Each command is a process of its own,
/// and may be killed midway.
/// </summary>
internal sealed class Operator(SimulatedWorld world)
{
    private const int MaxSteps = 60; // of a command that is killed
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly AccountRegion Here = new(People.Account, Cloud.Region);
    private static readonly Actor Self = new()
    {
        Type = "AssumedRole",
        Arn = People.Undoer.Arn,
        SessionIssuerArn = People.Undoer.RoleArn,
    };

    /// <summary>Every incident of the record in which the guard took something, in the order of their beginnings.</summary>
    public IReadOnlyList<Incident> Incidents()
    {
        var found = new List<Incident>();
        for (var day = world.DeployedAt.AddDays(-1); day <= world.Now.AddDays(1); day = day.AddDays(1))
        {
            var read = world.Record.DayAsync(DateOnly.FromDateTime(day.UtcDateTime), isUnnotified: false, int.MaxValue, default)
                .GetAwaiter().GetResult();
            found.AddRange(read.TryGet(out var entries, out _) ? entries.Select(entry => entry.Incident) : []);
        }
        return [.. found.Where(incident => incident.Undoes is null && !incident.Revoked.IsEmpty).OrderBy(incident => incident.StartedAt)];
    }

    /// <summary>Undoes an incident.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="diesAfter">After how many steps the command is killed. Null to let it end.</param>
    public void Undo(Incident incident, int? diesAfter = null) =>
        Run($"undo {incident.Id}", diesAfter, ports => UndoAsync(incident, ports));

    /// <summary>Accepts a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="until">The last day. Null for no end.</param>
    /// <param name="diesAfter">After how many steps the command is killed. Null to let it end.</param>
    public void Accept(KnownRule rule, DateOnly? until, int? diesAfter = null)
    {
        if (world.Policies.Current.Policy.Guardrails.Any(guardrail => guardrail.IsState
            && guardrail.IsBrokenBy(world.Cloud.Ledger.Current(rule.GroupId), rule.Id)))
        {
            world.Tally.Hit("refused: accept for judge: state");
            return;
        }
        Run($"accept {rule.Id} {until:yyyy-MM-dd}", diesAfter, ports => AcceptAsync(rule, until, ports));
    }

    /// <summary>Drops a rule of the baseline.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="diesAfter">After how many steps the command is killed. Null to let it end.</param>
    public void Drop(KnownRule rule, int? diesAfter = null)
    {
        rule.DroppingAt = world.Now;
        Run($"drop {rule.Id}", diesAfter, ports => DropAsync(rule, ports));
    }

    /// <summary>After how many steps a command is killed that is killed by chance.</summary>
    public int AnySteps() => world.Chance.Next(1, MaxSteps);

    private void Run(string command, int? diesAfter, Func<Ports, Task> work)
    {
        world.Trace($"command: {command}");
        var life = new Life(world.Scheduler);
        var time = new LifeTime(world.Scheduler, life, TimeSpan.Zero);
        if (diesAfter is { } steps)
        {
            life.Died = _ => world.Tally.Hit("fault: a command was killed");
            life.DieAfter(steps);
        }
        var random = new Random(world.Chance.Next());
        var ports = new Ports(
            new WiredGroups(world, new(world, life, time, "EC2"), process: null, People.Undoer),
            new WiredRecord(world.Record, world.Counters, new(world, life, time, "record"), Plant.None),
            new WiredMemory(world.Memory, new(world, life, time, "memory"), world.Plant),
            new Retry(new(), time, random, world.Now + Patience), time, random);
        life.Run(() => _ = CaughtAsync(work(ports)));
    }

    private async Task CaughtAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (Exception problem)
        {
            world.Fail("no exception", $"a command threw {problem}");
        }
    }

    // as UndoCommand does it
    private async Task UndoAsync(Incident incident, Ports ports)
    {
        if (!(await ports.ReadAsync(incident.Before.GroupId)).TryGet(out var now, out _))
        {
            return;
        }
        var plan = IncidentUndo.PlanOf(incident, now);
        var after = now with { Rules = [.. now.Rules, .. plan.Authorize] };
        if (plan.IsEmpty || await ports.ListsAsync(after) is not { } lists)
        {
            return;
        }
        var undone = new UndoneRules(ports.Memory, lists, ports.Retry, ports.Time);
        if (!(await undone.ExpectAsync(incident, plan, Self, default)).TryGet(out _, out _))
        {
            return;
        }
        await new IncidentUndo(ports.Groups, ports.Record, new GuardOptions(), ports.Time, ports.Random) { UndoneRules = undone }
            .RunAsync(incident, now, plan, world.Policies.Current.Policy.Policy, Self, default);
    }

    // as AcceptCommand does it
    private async Task AcceptAsync(KnownRule rule, DateOnly? until, Ports ports)
    {
        var admits = world.Cloud.Ledger.At(rule.GroupId, world.Now - TimeSpan.FromSeconds(5)).Rules.GetValueOrDefault(rule.Id)
            & world.Cloud.Ledger.Current(rule.GroupId).Rules.GetValueOrDefault(rule.Id);
        if (!(await ports.ReadAsync(rule.GroupId)).TryGet(out var group, out _)
            || group.Rules.FirstOrDefault(shown => shown.SecurityGroupRuleId == rule.Id) is not { } found
            || await ports.ListsAsync(group) is not { } lists)
        {
            return;
        }
        var entry = new BaselineEntry(null, RememberedContent.Of(found, lists), BaselineReason.Accepted, ports.Time.GetUtcNow())
        {
            By = Self.Arn,
            Until = until,
        };
        rule.Acceptances.Add(new(null, admits, until));
        var edited = await ports.EditAsync(rule.GroupId, memory => memory.Tolerating(entry));
        if (edited)
        {
            admits &= world.Cloud.Ledger.Current(rule.GroupId).Rules.GetValueOrDefault(rule.Id);
            rule.Acceptances[^1] = new(world.Now, admits, until);
        }
    }

    // as DropCommand does it
    private async Task DropAsync(KnownRule rule, Ports ports)
    {
        var read = await ports.Memory.ReadAsync(Here, rule.GroupId, default);
        if (!read.TryGet(out var stored, out _) || stored.Value?.Rules.ContainsKey(rule.Id) != true)
        {
            return; // the command says that there is nothing to drop
        }
        if (await ports.EditAsync(rule.GroupId, memory => memory.Dropping(rule.Id, memory.Rules.GetValueOrDefault(rule.Id)?.Content.Rule)))
        {
            rule.DroppedAt = world.Now;
        }
    }

    /// <summary>What one command reaches.</summary>
    private sealed record Ports(
        ISecurityGroups Groups, IIncidentRecord Record, IMemoryStore Memory, Retry Retry, TimeProvider Time, Random Random)
    {
        public Task<Calls.CallResult<SecurityGroup>> ReadAsync(string groupId) =>
            Retry.RunAsync(token => Groups.ReadAsync(groupId, token), default);

        public async Task<PrefixLists?> ListsAsync(SecurityGroup group)
        {
            var ids = group.Rules.Select(rule => rule.Peer).OfType<Peer.PrefixList>().Select(list => list.PrefixListId).Distinct();
            var read = await LivePrefixLists.ReadAsync(Groups, ids.ToImmutableArray(), Retry, default);
            return read.TryGet(out var lists, out _) ? lists : null;
        }

        public async Task<bool> EditAsync(string groupId, Func<GroupMemory, GroupMemory> edit) =>
            (await new MemoryEditor(Memory, Retry).EditAsync(Here, groupId, Time.GetUtcNow(), edit, default)).TryGet(out _, out _);
    }
}
