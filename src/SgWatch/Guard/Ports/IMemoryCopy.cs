using SgWatch.Calls;
using SgWatch.Changes;

namespace SgWatch.Guard.Ports;

/// <summary>Keeps a copy of each account and region's memory, in another place than the memory itself.</summary>
/// <remarks>Every method is one logical call without retries: the guard retries.</remarks>
public interface IMemoryCopy
{
    /// <summary>Says which copy there is. Null if there is none.</summary>
    /// <param name="accountRegion">The account and region.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<MemoryCopyMark?>> FindAsync(AccountRegion accountRegion, CancellationToken cancellationToken);

    /// <summary>Reads the copy.</summary>
    /// <param name="accountRegion">The account and region.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<ReadOnlyMemory<byte>>> ReadAsync(AccountRegion accountRegion, CancellationToken cancellationToken);

    /// <summary>Replaces the copy.</summary>
    /// <param name="accountRegion">The account and region.</param>
    /// <param name="mark">Which copy it is.</param>
    /// <param name="bytes">The copy.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<Done>> WriteAsync(
        AccountRegion accountRegion, MemoryCopyMark mark, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);
}
