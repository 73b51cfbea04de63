namespace SgWatch.Lambda.Runtime;

/// <summary>What the function answers to one event.</summary>
internal abstract record InvocationResult
{
    private InvocationResult()
    {
    }

    /// <summary>Done; the answer is JSON.</summary>
    public sealed record Answer(ReadOnlyMemory<byte> Json) : InvocationResult;

    /// <summary>Not done: Lambda delivers the event again, and at last sends it to the dead-letter queue.</summary>
    public sealed record Error(InvocationError Value) : InvocationResult;
}
