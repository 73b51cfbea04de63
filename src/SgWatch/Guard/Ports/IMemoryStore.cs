using System.Collections.Immutable;
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

    /// <summary>A sweep has settled every group, so it is a good moment to copy the memory. Default: nothing is copied.</summary>
    /// <param name="accountRegion">The account and region.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    Task<CallResult<Done>> SweptAsync(AccountRegion accountRegion, CancellationToken cancellationToken) =>
        Task.FromResult<CallResult<Done>>(default(Done));

    /// <summary>Every account and region that has a memory.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<ImmutableArray<AccountRegion>>> RegionsAsync(CancellationToken cancellationToken);

    /// <summary>Deletes what is remembered of some groups, also what can't be understood. The memory of the region itself stays.</summary>
    /// <param name="accountRegion">Where the groups are.</param>
    /// <param name="settledBefore">A group that was settled at this time or later is left as it is.</param>
    /// <param name="nextToken">The part; null for the first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<MemoryForgotten>> ForgetAsync(
        AccountRegion accountRegion, DateTimeOffset settledBefore, string? nextToken, CancellationToken cancellationToken);
}
