namespace SgWatch.Guard;

/// <summary>The answer of one call to AWS: a value, or why there is none.</summary>
public abstract record CallResult<T>
{
    private CallResult()
    {
    }

    public sealed record Ok(T Value) : CallResult<T>;

    public sealed record Failed(CallFailure Failure) : CallResult<T>;

    public static implicit operator CallResult<T>(CallFailure failure) => new Failed(failure);

    public static implicit operator CallResult<T>(T value) => new Ok(value);
}
