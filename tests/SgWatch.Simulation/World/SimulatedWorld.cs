using SgWatch.Guard.Limiting;
using SgWatch.Guard.Recording;
using SgWatch.Simulation.Plain;
using SgWatch.Simulation.Scheduling;

namespace SgWatch.Simulation.World;

/// <summary>Everything there is in one run: time, chance, the cloud, the guard's processes, and the books.</summary>
internal sealed class SimulatedWorld
{
    private static readonly DateTimeOffset Beginning = new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly List<string>? _trace;

    public SimulatedWorld(ulong seed, bool isTraced, Plant plant, PolicyVariant first = PolicyVariant.None)
    {
        _trace = isTraced ? [] : null;
        Plant = plant;
        Scheduler = new(seed, Beginning);
        Nature = new(Scheduler);
        var time = new LifeTime(Scheduler, Nature, TimeSpan.Zero);
        Cloud = new(time, unchecked((int)seed));
        Record = new(time);
        Counters = new(time);
        Memory = new(this);
        Queue = new(this);
        Events = new(this);
        Operator = new(this);
        DeployedAt = Beginning + TimeSpan.FromMinutes(30);
        Policies.Write(Beginning - TimeSpan.FromDays(1), PlainPolicy.Of(first));
        Cloud.Recorded = text => Events.Carry(text);
    }

    public Scheduler Scheduler { get; }

    public Random Chance => Scheduler.Chance;

    public DateTimeOffset Now => Scheduler.Now;

    /// <summary>All that isn't the guard.</summary>
    public Life Nature { get; }

    public Cloud Cloud { get; }

    public MemoryIncidentRecord Record { get; }

    public MemoryCounters Counters { get; }

    public LaggingMemory Memory { get; }

    public MessageQueue Queue { get; }

    public EventWay Events { get; }

    /// <summary>A person with the command line.</summary>
    public Operator Operator { get; }

    public PolicyTimeline Policies { get; } = new();

    public DateTimeOffset DeployedAt { get; }

    /// <summary>A bug that was put into the guard, to see whether it is found.</summary>
    public Plant Plant { get; }

    /// <summary>How each service behaves.</summary>
    public SortedDictionary<string, ServiceFaults> Faults { get; } = new(StringComparer.Ordinal)
    {
        ["EC2"] = new(),
        ["record"] = new(),
        ["memory"] = new(),
        ["CloudTrail"] = new(),
        ["SNS"] = new(),
        ["SQS"] = new(),
    };

    /// <summary>What people got.</summary>
    public List<Mail> Mail { get; } = [];

    /// <summary>The rules about which CloudTrail didn't answer.</summary>
    public HashSet<string> Unanswered { get; } = [];

    public Tally Tally { get; } = new();

    /// <summary>The laws that were broken, and how.</summary>
    public List<(string Law, string How)> Failures { get; } = [];

    /// <summary>How many groups a listing shows, one on each page, before EC2 no longer answers. Null for all on one page.</summary>
    public int? GroupsListed { get; set; }

    /// <summary>The copy of the memory. Null if none is kept.</summary>
    public MemoryCopyShelf? Copy { get; set; }

    /// <summary>When the guard read which group.</summary>
    public List<(string GroupId, DateTimeOffset At)> Readings { get; } = [];

    /// <summary>When a group's memory was first written.</summary>
    public Dictionary<string, DateTimeOffset> FirstSettled { get; } = [];

    /// <summary>The events that never reached the guard, or that it gave up.</summary>
    public HashSet<string> LostEvents { get; } = [];

    /// <summary>When the process that makes a change got its message.</summary>
    public DateTimeOffset ActingSince { get; set; }

    /// <summary>How many calls the guard made.</summary>
    public long Calls { get; set; }

    /// <summary>How many answers were lost on the way to a service, and how many processes died: a message may come twice.</summary>
    public List<DateTimeOffset> Troubles { get; } = [];

    /// <summary>When the record didn't answer.</summary>
    public List<DateTimeOffset> RecordTroubles { get; } = [];

    /// <summary>When the memory didn't answer.</summary>
    public List<DateTimeOffset> MemoryTroubles { get; } = [];

    /// <summary>When processes died.</summary>
    public List<DateTimeOffset> Deaths { get; } = [];

    public IReadOnlyList<string> Lines => _trace ?? [];

    public void Trace(string what) => _trace?.Add($"{Now:dd HH:mm:ss.fff} {what}");

    public void Fail(string law, string how)
    {
        Trace($"BROKEN {law}: {how}");
        Failures.Add((law, $"{Now:dd HH:mm:ss} {how}"));
    }

    public string NameOf(Life life) => Queue.NameOf(life);

    public void NoteLostAnswer(string service)
    {
        if (service is "SNS" or "record")
        {
            Troubles.Add(Now);
        }
        if (service == "record")
        {
            RecordTroubles.Add(Now);
        }
        if (service == "memory")
        {
            MemoryTroubles.Add(Now);
        }
    }

    public void NoteDeath()
    {
        Troubles.Add(Now);
        Deaths.Add(Now);
    }

    /// <summary>Ends all faults.</summary>
    public void Mend()
    {
        foreach (var faults in Faults.Values)
        {
            faults.Mend();
        }
        Queue.Mend();
        Events.Mend();
        (Cloud.Account.Settings.ReadDelay, Cloud.Account.Settings.ListDelay) = (TimeSpan.Zero, TimeSpan.Zero);
    }
}
