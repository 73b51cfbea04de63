namespace SgWatch.Events;

/// <summary>One message of an invocation. An SQS batch holds several, and every other input is one.</summary>
/// <param name="MessageId">SQS's <c>messageId</c>, with which a failure is reported. Null outside a batch.</param>
/// <param name="Trigger">What the message means.</param>
public sealed record EventMessage(string? MessageId, Trigger Trigger)
{
    /// <summary>How often SQS delivered it, this time included: 1 or more. 1 outside a batch.</summary>
    /// <remarks>Source: SQS API Reference, ApproximateReceiveCount.</remarks>
    public int ReceiveCount { get; init; } = 1;

    /// <summary>Whether SQS delivered it before. The earlier invocation may have stopped halfway.</summary>
    public bool IsRedelivered => ReceiveCount > 1;
}
