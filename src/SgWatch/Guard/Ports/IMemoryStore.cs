using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Guard.Ports;

/// <summary>Keeps what the guard remembers, for all guards together. One group is the unit of atomicity.</summary>
/// <remarks>
/// Every method is one logical call without retries: the guard retries. A value that can't be understood, such as one of a later
/// version's schema, counts as missing, with its version.
/// </remarks>
public interface IMemoryStore
{
    /// <summary>Reads what is remembered of an account and region as a whole, as it was last written.</summary>
    /// <param name="accountRegion">The account and region.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<Versioned<RegionMemory>>> ReadRegionAsync(AccountRegion accountRegion, CancellationToken cancellationToken);

    /// <summary>Writes it, if nobody wrote it meanwhile.</summary>
    /// <param name="accountRegion">The account and region.</param>
    /// <param name="region">The memory.</param>
    /// <param name="version">The version that was read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False if another version is stored.</returns>
    Task<CallResult<bool>> WriteRegionAsync(
        AccountRegion accountRegion, RegionMemory region, long version, CancellationToken cancellationToken);

    /// <summary>Reads what is remembered of a group, as it was last written.</summary>
    /// <param name="accountRegion">Where the group is.</param>
    /// <param name="groupId">The group.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<Versioned<GroupMemory>>> ReadAsync(AccountRegion accountRegion, string groupId, CancellationToken cancellationToken);

    /// <summary>Reads what is remembered of many groups. What was written in the last seconds may be missing.</summary>
    /// <param name="accountRegion">Where the groups are.</param>
    /// <param name="nextToken">The part; null for the first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<GroupMemoryPage>> ListAsync(AccountRegion accountRegion, string? nextToken, CancellationToken cancellationToken);

    /// <summary>Writes what is remembered of a group, if nobody wrote it meanwhile.</summary>
    /// <param name="accountRegion">Where the group is.</param>
    /// <param name="memory">The memory.</param>
    /// <param name="version">The version that was read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False if another version is stored.</returns>
    Task<CallResult<bool>> WriteAsync(
        AccountRegion accountRegion, GroupMemory memory, long version, CancellationToken cancellationToken);
}
