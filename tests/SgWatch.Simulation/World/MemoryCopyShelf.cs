using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;

namespace SgWatch.Simulation.World;

/// <summary>The memory's copy, as S3 keeps it.</summary>
internal sealed class MemoryCopyShelf : IMemoryCopy
{
    private MemoryCopyMark? _mark;
    private ReadOnlyMemory<byte> _bytes;

    public Task<CallResult<MemoryCopyMark?>> FindAsync(AccountRegion accountRegion, CancellationToken cancellationToken) =>
        Task.FromResult<CallResult<MemoryCopyMark?>>(new CallResult<MemoryCopyMark?>.Ok(_mark));

    public Task<CallResult<ReadOnlyMemory<byte>>> ReadAsync(AccountRegion accountRegion, CancellationToken cancellationToken) =>
        Task.FromResult<CallResult<ReadOnlyMemory<byte>>>(_bytes);

    public Task<CallResult<Done>> WriteAsync(
        AccountRegion accountRegion, MemoryCopyMark mark, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        (_mark, _bytes) = (mark, bytes);
        return Task.FromResult<CallResult<Done>>(default(Done));
    }
}
