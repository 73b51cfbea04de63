using SgWatch.Guard;
using SgWatch.Simulation.Plain;
using SgWatch.Simulation.Scheduling;

namespace SgWatch.Simulation.World;

/// <summary>One process of the function: it handles one message after the other, until it dies.</summary>
internal sealed class GuardProcess
{
    private readonly SecurityGroupGuard _guard;
    private readonly LifeTime _time;
    private readonly SimulatedWorld _world;

    public GuardProcess(SimulatedWorld world, string name, Life life, TimeSpan skew)
    {
        (_world, Name, Life) = (world, name, life);
        _time = new(world.Scheduler, life, skew);
        var record = new WiredRecord(world.Record, world.Counters, new(world, life, _time, "record"), world.Plant);
        var notifier = new WiredNotifier(world, this, new(world, life, _time, "SNS"));
        _guard = new(
            new WiredGroups(world, new(world, life, _time, "EC2"), this, People.Guard(null)),
            notifier, notifier, new ReadPolicies(world), new(), _time,
            new Random(world.Chance.Next()))
        {
            Record = record,
            Counters = record,
            Memory = new WiredMemory(world.Memory, new(world, life, _time, "memory"), world.Plant),
            MemoryCopy = world.Copy,
            Calls = new WiredCalls(world, new(world, life, _time, "CloudTrail")),
            Continuations = new QueueSender(world.Queue, new(world, life, _time, "SQS")),
            DeployedAt = world.DeployedAt,
        };
    }

    public string Name { get; }

    public Life Life { get; }

    /// <summary>Whether it handles a message now.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>When it got the message that it handles, or handled last.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>Handles a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limit">After which time Lambda ends it.</param>
    /// <param name="ended">Gets the answer. Null if the guard threw.</param>
    public void Handle(byte[] message, TimeSpan limit, Action<GuardResponse?> ended)
    {
        (IsBusy, StartedAt) = (true, _world.Now);
        Life.Run(() => _ = HandleAsync(message, limit, ended));
    }

    private async Task HandleAsync(byte[] message, TimeSpan limit, Action<GuardResponse?> ended)
    {
        GuardResponse? response = null;
        try
        {
            response = await _guard.HandleAsync(message, _time.GetUtcNow() + limit, CancellationToken.None);
        }
        catch (Exception problem)
        {
            _world.Fail("no exception", $"{Name} threw {problem}");
        }
        IsBusy = false;
        ended(response);
    }
}
