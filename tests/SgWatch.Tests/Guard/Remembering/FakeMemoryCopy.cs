using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;

namespace SgWatch.Tests.Guard.Remembering;

/// <summary>Copies in memory, which may fail.</summary>
internal sealed class FakeMemoryCopy : IMemoryCopy
{
    public static CallFailure Down { get; } = new(CallFailureKind.Transient, "S3", "SlowDown", "no");

    public MemoryCopyMark? Mark { get; set; }

    public ReadOnlyMemory<byte> Bytes { get; set; }

    public bool IsDown { get; set; }

    public int Finds { get; private set; }

    public int Writes { get; private set; }

    public Action? BeforeWrite { get; set; }

    public Task<CallResult<MemoryCopyMark?>> FindAsync(AccountRegion accountRegion, CancellationToken cancellationToken)
    {
        Finds++;
        return Task.FromResult(IsDown ? Down : (CallResult<MemoryCopyMark?>)new CallResult<MemoryCopyMark?>.Ok(Mark));
    }

    public Task<CallResult<ReadOnlyMemory<byte>>> ReadAsync(AccountRegion accountRegion, CancellationToken cancellationToken) =>
        Task.FromResult<CallResult<ReadOnlyMemory<byte>>>(IsDown ? Down : Bytes);

    public Task<CallResult<Done>> WriteAsync(
        AccountRegion accountRegion, MemoryCopyMark mark, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        BeforeWrite?.Invoke();
        if (IsDown)
        {
            return Task.FromResult<CallResult<Done>>(Down);
        }
        (Mark, Bytes) = (mark, bytes);
        Writes++;
        return Task.FromResult<CallResult<Done>>(default(Done));
    }
}
