using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace SgWatch.Calls;

/// <summary>The answer of one call to AWS: a value, or why there is none.</summary>
public abstract record CallResult<T>
{
    private CallResult()
    {
    }

    /// <summary>Why the call failed; null if it succeeded.</summary>
    public CallFailure? FailureOrNull => (this as Failed)?.Failure;

    /// <summary>Wraps a failure, so that a method can return it as it is.</summary>
    public static implicit operator CallResult<T>(CallFailure failure) => new Failed(failure);

    /// <summary>Wraps a value, so that a method can return it as it is.</summary>
    public static implicit operator CallResult<T>(T value) => new Ok(value);

    /// <summary>Takes the answer apart: exactly one of the two is set.</summary>
    /// <param name="value">The value if the call succeeded.</param>
    /// <param name="failure">Why it failed; null if it succeeded.</param>
    /// <returns>True if the call succeeded.</returns>
    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out CallFailure? failure)
    {
        switch (this)
        {
            case Ok ok:
                (value, failure) = (ok.Value, null);
                return true;
            case Failed failed:
                (value, failure) = (default, failed.Failure);
                return false;
            default:
                throw new UnreachableException("A call neither succeeded nor failed.");
        }
    }

    /// <summary>The call succeeded.</summary>
    /// <param name="Value">What it answered.</param>
    public sealed record Ok(T Value) : CallResult<T>;

    /// <summary>The call failed.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(CallFailure Failure) : CallResult<T>;
}
