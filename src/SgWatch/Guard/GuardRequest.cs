namespace SgWatch.Guard;

/// <summary>What one invocation of the guard gets.</summary>
/// <param name="Message">The bytes: an event, a batch of events, a sweep, a manual call, or anything else.</param>
/// <param name="Deadline">When the invocation ends, whatever happens.</param>
public sealed record GuardRequest(ReadOnlyMemory<byte> Message, DateTimeOffset Deadline)
{
    /// <summary>The id that names the invocation in logs, such as Lambda's request id; null if it has none.</summary>
    public string? RequestId { get; init; }
}
