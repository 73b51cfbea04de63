using SgWatch.Calls;
using SgWatch.Lab.Api;

namespace SgWatch.Lab.Control;

/// <summary>Whether the guard's record works, with its counters. Safe to use from several threads.</summary>
public sealed class RecordSwitch
{
    private volatile AwsError? _error;

    /// <summary>What every call to the record fails with. Null while it works.</summary>
    public AwsError? Error
    {
        get => _error;
        set => _error = value;
    }

    /// <summary>Makes a call to the record, or fails it.</summary>
    /// <param name="operation">The call's name.</param>
    /// <param name="call">Makes it.</param>
    public Task<CallResult<T>> CallAsync<T>(string operation, Func<Task<CallResult<T>>> call) => _error is { } error
        ? Task.FromResult<CallResult<T>>(
            new CallFailure(AwsErrorCodes.KindOf(error.Code, error.StatusCode), operation, error.Code, error.Message))
        : call();
}
