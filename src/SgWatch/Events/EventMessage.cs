namespace SgWatch.Events;

/// <summary>One message of an invocation. An SQS batch holds several, and every other input is one.</summary>
/// <param name="MessageId">SQS's <c>messageId</c>, with which a failure is reported. Null outside a batch.</param>
/// <param name="Trigger">What the message means.</param>
public sealed record EventMessage(string? MessageId, Trigger Trigger)
{
    /// <summary>Whether SQS delivered it before. The earlier invocation may have stopped halfway.</summary>
    public bool IsRedelivered { get; init; }
}
