using System.Text.Json;
using SgWatch.Simulation.Scheduling;

namespace SgWatch.Simulation.World;

/// <summary>SQS and Lambda: hands messages to processes, starts them, and ends those that take too long.</summary>
internal sealed class MessageQueue(SimulatedWorld world)
{
    private const int MaxReceived = 5;
    private const int MaxBatch = 4;
    private const int MaxProcesses = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Visibility = TimeSpan.FromMinutes(6);

    private readonly List<QueuedMessage> _due = [];
    private readonly List<GuardProcess> _processes = [];
    private int _sent;
    private int _started;

    /// <summary>Until when no message is handed over: the function is throttled, or its region is down.</summary>
    public DateTimeOffset PausedUntil { get; set; }

    /// <summary>How often a process dies in a message, from 0 to 1.</summary>
    public double Deaths { get; set; }

    /// <summary>How many messages wait or are being handled.</summary>
    public int Pending { get; private set; }

    /// <summary>Puts a message into the queue.</summary>
    public void Send(string body, TimeSpan delay)
    {
        Pending++;
        PutLater(new($"m{++_sent}", body), delay);
    }

    /// <summary>Lets nothing die any more.</summary>
    public void Mend()
    {
        (Deaths, PausedUntil) = (0, default);
        _processes.ForEach(process => process.Life.Spare());
    }

    /// <summary>The process that a life belongs to.</summary>
    public string NameOf(Life life) => _processes.Find(process => process.Life == life)?.Name ?? "command";

    private void PutLater(QueuedMessage message, TimeSpan delay) => world.Scheduler.At(world.Now + delay, world.Nature, () =>
    {
        _due.Add(message);
        Deliver();
    });

    private void Deliver()
    {
        if (_due.Count == 0)
        {
            return;
        }
        var wait = PausedUntil > world.Now ? PausedUntil - world.Now : TimeSpan.FromSeconds(1);
        if (PausedUntil > world.Now || FindProcess() is not { } process)
        {
            world.Scheduler.At(world.Now + wait, world.Nature, Deliver);
            return;
        }
        var batch = new List<QueuedMessage>();
        while (_due.Count > 0 && batch.Count < MaxBatch && (batch.Count == 0 || world.Chance.Next(2) == 0))
        {
            var i = world.Chance.Next(_due.Count);
            batch.Add(_due[i]);
            _due.RemoveAt(i);
        }
        Invoke(process, batch);
        if (_due.Count > 0)
        {
            world.Scheduler.At(world.Now + TimeSpan.FromMilliseconds(100), world.Nature, Deliver);
        }
    }

    private GuardProcess? FindProcess()
    {
        _processes.RemoveAll(static process => process.Life.IsDead);
        var idle = _processes.Where(static process => !process.IsBusy).ToList();
        if (idle.Count > 0 && (_processes.Count == MaxProcesses || world.Chance.Next(3) > 0))
        {
            return idle[world.Chance.Next(idle.Count)];
        }
        if (_processes.Count == MaxProcesses)
        {
            return null;
        }
        var skew = TimeSpan.FromMilliseconds(world.Chance.Next(-3_000, 3_000));
        var process = new GuardProcess(world, $"guard-{++_started}", new Life(world.Scheduler), skew);
        _processes.Add(process);
        return process;
    }

    private void Invoke(GuardProcess process, List<QueuedMessage> batch)
    {
        batch.ForEach(static message => message.Received++);
        world.Trace($"{process.Name} gets {string.Join(", ", batch.Select(message => $"{message.Id} ({message.Received})"))}");
        var startedAt = world.Now;
        var isOver = false;
        if (world.Chance.NextDouble() < Deaths)
        {
            process.Life.DieAfter(world.Chance.Next(1, 150));
        }
        process.Life.Died = _ =>
        {
            world.Tally.Hit("fault: the process died in the middle");
            world.Trace($"{process.Name} died");
            world.NoteDeath();
            Over(batch, batch.Select(static message => message.Id));
        };
        world.Scheduler.At(startedAt + Limit, world.Nature, () =>
        {
            if (!isOver && !process.Life.IsDead)
            {
                world.Tally.Hit("fault: the time was up");
                process.Life.Die();
            }
        });
        process.Handle(Body(batch), Limit, response =>
        {
            if (!process.Life.IsDead)
            {
                world.Trace($"{process.Name} answers {response?.Outcome}, again {string.Join(' ', response?.FailedMessageIds ?? [])}");
                Over(batch, response is null ? batch.Select(static message => message.Id) : response.FailedMessageIds);
                process.Life.Spare();
            }
        });

        void Over(List<QueuedMessage> messages, IEnumerable<string> again)
        {
            if (isOver)
            {
                return;
            }
            isOver = true;
            var failed = again.ToHashSet(StringComparer.Ordinal);
            foreach (var message in messages)
            {
                if (failed.Contains(message.Id) && message.Received < MaxReceived)
                {
                    var left = startedAt + Visibility - world.Now;
                    PutLater(message, left > TimeSpan.Zero ? left : TimeSpan.Zero);
                    continue;
                }
                Pending--;
                if (failed.Contains(message.Id))
                {
                    world.Tally.Hit("fault: a message went to the dead letters");
                    world.LostEvents.Add(Cloud.EventIdOf(message.Body));
                }
            }
        }
    }

    private static byte[] Body(List<QueuedMessage> batch) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        Records = batch.Select(static message => new
        {
            messageId = message.Id,
            eventSource = "aws:sqs",
            body = message.Body,
            attributes = new { ApproximateReceiveCount = $"{message.Received}" },
        }),
    });
}
