namespace SgWatch.Lab.Sns;

/// <summary>Everything that SNS delivered, kept in memory: nothing leaves the lab. Safe to use from several threads.</summary>
public sealed class LabMailbox
{
    /// <summary>How many messages are kept; older ones are forgotten.</summary>
    public const int Capacity = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<LabMail> _messages = [];

    /// <summary>Raised with each message once it is kept, on the thread of the publisher.</summary>
    public event Action<LabMail>? Arrived;

    /// <summary>The messages kept, oldest first.</summary>
    public IReadOnlyList<LabMail> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    internal void Add(LabMail message)
    {
        lock (_lock)
        {
            _messages.Enqueue(message);
            if (_messages.Count > Capacity)
            {
                _messages.Dequeue();
            }
        }
        Arrived?.Invoke(message);
    }
}
