namespace SgWatch.Lambda.Runtime;

/// <summary>What the function answers to one event.</summary>
internal abstract record InvocationResult
{
    private InvocationResult()
    {
    }

    /// <summary>Done; the answer is JSON.</summary>
    public sealed record Answer(ReadOnlyMemory<byte> Json) : InvocationResult;

    /// <summary>Not done: Lambda hands the event in again, and at last to the dead-letter queue.</summary>
    public sealed record Error(InvocationError Value) : InvocationResult;
}
