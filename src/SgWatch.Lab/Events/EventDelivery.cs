namespace SgWatch.Lab.Events;

/// <summary>
/// The way from the module's rule to the guard, where an event may be held up, doubled or lost. One message is handled at a time.
/// </summary>
public sealed class EventDelivery : IDisposable
{
    private const int MaxHeld = 10_000; // past it events are lost, as in a queue whose retention is over

    private readonly Func<ReadOnlyMemory<byte>, CancellationToken, Task> _handler;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _lock = new();
    private readonly List<byte[]> _held = [];
    private DeliveryMode _mode;
    private volatile bool _isEnabled = true;

    internal EventDelivery(Func<ReadOnlyMemory<byte>, CancellationToken, Task> handler) => _handler = handler;

    /// <summary>Whether the rule is enabled; what comes while it isn't is lost.</summary>
    public bool IsEnabled
    {
        get => _isEnabled;
        set => _isEnabled = value;
    }

    /// <summary>How later events are delivered; what is held stays held.</summary>
    public DeliveryMode Mode
    {
        get
        {
            lock (_lock)
            {
                return _mode;
            }
        }

        set
        {
            lock (_lock)
            {
                _mode = value;
            }
        }
    }

    /// <summary>Hands a message to the guard past the rule, as the schedule of the sweep does.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await _handler(message, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Delivers the events held, in the order of the mode in which they were held; returns how many, when they are handled.
    /// </summary>
    public async Task<int> ReleaseAsync(CancellationToken cancellationToken)
    {
        byte[][] held;
        lock (_lock)
        {
            held = [.. _held];
            _held.Clear();
            if (_mode == DeliveryMode.Reversed)
            {
                Array.Reverse(held);
            }
        }
        foreach (var message in held)
        {
            await SendAsync(message, cancellationToken);
        }
        return held.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Takes an event that the rule matched.</summary>
    internal async Task PutAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (!IsEnabled)
        {
            return;
        }
        switch (Mode)
        {
            case DeliveryMode.Lost:
                return;
            case DeliveryMode.Reversed or DeliveryMode.Late:
                lock (_lock)
                {
                    if (_held.Count < MaxHeld)
                    {
                        _held.Add(message.ToArray());
                    }
                }
                return;
            case DeliveryMode.Doubled:
                await SendAsync(message, cancellationToken);
                break;
        }
        await SendAsync(message, cancellationToken);
    }
}
