using System.Text.Json;
using System.Threading.Channels;

namespace SgWatch.Lab.Events;

/// <summary>Carries events to those who subscribed, one at a time and in the order they were put in; none is lost.</summary>
/// <remarks>
/// The way of an event in AWS is asynchronous, and so is this one: a call is answered before its event is handled. When
/// <see cref="Capacity"/> events wait, each further call waits until there is room, but no longer than <see cref="Brake"/>. A handler's
/// own calls make events too, and would otherwise wait for themselves.
/// </remarks>
public sealed class EventBus : IAsyncDisposable
{
    /// <summary>How many events may wait before calls are held up.</summary>
    public const int Capacity = 1000;

    /// <summary>How long a call is held up at most.</summary>
    public static readonly TimeSpan Brake = TimeSpan.FromMilliseconds(200);

    private const int MaxFailures = 100;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private readonly Channel<byte[]> _channel = Channel.CreateUnbounded<byte[]>(new() { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<(EventPattern? Pattern, Func<ReadOnlyMemory<byte>, CancellationToken, Task> Handler)> _subscriptions = [];
    private readonly List<Exception> _failures = [];
    private readonly Task _pump;
    private TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    public EventBus()
    {
        _idle.SetResult();
        _pump = Task.Run(PumpAsync);
    }

    /// <summary>How many events were put in and aren't handled yet.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Has every later event that matches handed to a handler.</summary>
    /// <param name="pattern">What matches; null for every event, those of failed calls among them.</param>
    /// <param name="handler">Gets the event as EventBridge delivers it, in JSON.</param>
    public void Subscribe(EventPattern? pattern, Func<ReadOnlyMemory<byte>, CancellationToken, Task> handler)
    {
        lock (_lock)
        {
            _subscriptions.Add((pattern, handler));
        }
    }

    /// <summary>Waits until every event put in so far is handled.</summary>
    /// <exception cref="AggregateException">A handler failed since this was last asked; the events after it were handled all the
    /// same.</exception>
    public async Task WhenIdleAsync(CancellationToken cancellationToken = default)
    {
        Task idle;
        lock (_lock)
        {
            idle = _idle.Task;
        }
        await idle.WaitAsync(cancellationToken);
        lock (_lock)
        {
            if (_failures.Count > 0)
            {
                var failures = new AggregateException(_failures);
                _failures.Clear();
                throw failures;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pump;
        lock (_lock)
        {
            _idle.TrySetCanceled();
        }
        _stop.Dispose();
    }

    /// <summary>Puts an event in. Never waits.</summary>
    internal void Put(byte[] message)
    {
        lock (_lock)
        {
            if (_waiting++ == 0)
            {
                _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            // under the lock, so that the order is that of the counting; an open unbounded channel takes all
            _channel.Writer.TryWrite(message);
        }
    }

    /// <summary>Holds its caller up while too many events wait.</summary>
    internal async Task BrakeAsync(CancellationToken cancellationToken)
    {
        for (var held = TimeSpan.Zero; held < Brake && Waiting > Capacity; held += Step)
        {
            // the machine's time: a clock that stands still must not stop the lab
            await Task.Delay(Step, TimeProvider.System, cancellationToken);
        }
    }

    private async Task PumpAsync()
    {
        try
        {
            await foreach (var message in _channel.Reader.ReadAllAsync(_stop.Token))
            {
                await HandAsync(message);
                lock (_lock)
                {
                    if (--_waiting == 0)
                    {
                        _idle.SetResult();
                    }
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // the lab ends; what still waits goes with it
        }
    }

    private async Task HandAsync(byte[] message)
    {
        (EventPattern? Pattern, Func<ReadOnlyMemory<byte>, CancellationToken, Task> Handler)[] subscriptions;
        lock (_lock)
        {
            subscriptions = [.. _subscriptions];
        }
        using var json = JsonDocument.Parse(message);
        foreach (var (pattern, handler) in subscriptions)
        {
            if (pattern is null || pattern.Matches(json.RootElement))
            {
                await HandAsync(message, handler);
            }
        }
    }

    private async Task HandAsync(byte[] message, Func<ReadOnlyMemory<byte>, CancellationToken, Task> handler)
    {
        try
        {
            await handler(message, _stop.Token).WaitAsync(_stop.Token); // a handler that doesn't heed the end must not hold it up
        }
        catch (Exception e) when (e is not OperationCanceledException || !_stop.IsCancellationRequested)
        {
            lock (_lock)
            {
                if (_failures.Count < MaxFailures)
                {
                    _failures.Add(e);
                }
            }
        }
    }
}
