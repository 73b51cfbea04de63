using SgWatch.Calls;

namespace SgWatch.Attacks;

/// <summary>One of the suite's own calls failed in a way that says nothing about the guard.</summary>
public sealed class AttackFailedException(string message) : Exception(message)
{
    /// <summary>A failed call, with AWS's code and sentence.</summary>
    public AttackFailedException(CallFailure failure)
        : this($"{failure.Operation}: {failure.Code}: {failure.Message}")
    {
    }
}
