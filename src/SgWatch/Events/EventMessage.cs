namespace SgWatch.Events;

/// <summary>One message of what was handed in: an SQS batch holds several, everything else is one.</summary>
/// <param name="MessageId">SQS's <c>messageId</c>, by which a batch reports its failures; null outside a batch.</param>
/// <param name="Trigger">What it says.</param>
public sealed record EventMessage(string? MessageId, Trigger Trigger)
{
    /// <summary>Whether SQS handed it over before: whoever had it then may have stopped halfway.</summary>
    public bool IsRedelivered { get; init; }
}
