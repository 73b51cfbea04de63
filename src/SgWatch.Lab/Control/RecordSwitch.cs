using SgWatch.Calls;
using SgWatch.Lab.Api;

namespace SgWatch.Lab.Control;

/// <summary>Whether the guard's table works: its record, its counters and its memory. Safe to use from several threads.</summary>
public sealed class RecordSwitch
{
    private volatile AwsError? _error;
    private long _lagTicks;

    /// <summary>What every call to the table fails with. Null while it works.</summary>
    public AwsError? Error
    {
        get => _error;
        set => _error = value;
    }

    /// <summary>How long every call to the table takes.</summary>
    public TimeSpan Lag
    {
        get => new(Interlocked.Read(ref _lagTicks));
        set => Interlocked.Exchange(ref _lagTicks, value.Ticks);
    }

    /// <summary>Makes a call to the table, or fails it.</summary>
    /// <param name="operation">The call's name.</param>
    /// <param name="call">Makes it.</param>
    /// <param name="time">The clock of the lag.</param>
    public async Task<CallResult<T>> CallAsync<T>(string operation, Func<Task<CallResult<T>>> call, TimeProvider time)
    {
        if (Lag is { Ticks: > 0 } lag)
        {
            await Task.Delay(lag, time);
        }
        return _error is { } error
            ? new CallFailure(AwsErrorCodes.KindOf(error.Code, error.StatusCode), operation, error.Code, error.Message)
            : await call();
    }
}
