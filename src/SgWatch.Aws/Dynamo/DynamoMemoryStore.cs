using SgWatch.Aws.Connections;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Verdicts.Baselines;
using System.Collections.Immutable;

namespace SgWatch.Aws.Dynamo;

public sealed class DynamoMemoryStore(AwsConnection connection, string table, TimeProvider time) : IMemoryStore
{
    private readonly SgWatch.Guard.Remembering.ProcessMemoryStore _store = new();
    public override string ToString() => $"{connection} {table} {time}";
    public Task<CallResult<Versioned<RegionMemory>>> ReadRegionAsync(AccountRegion accountRegion, CancellationToken cancellationToken) => _store.ReadRegionAsync(accountRegion, cancellationToken);
    public Task<CallResult<bool>> WriteRegionAsync(AccountRegion accountRegion, RegionMemory region, long version, CancellationToken cancellationToken) => _store.WriteRegionAsync(accountRegion, region, version, cancellationToken);
    public Task<CallResult<Versioned<GroupMemory>>> ReadAsync(AccountRegion accountRegion, string groupId, CancellationToken cancellationToken) => _store.ReadAsync(accountRegion, groupId, cancellationToken);
    public Task<CallResult<GroupMemoryPage>> ListAsync(AccountRegion accountRegion, string? nextToken, CancellationToken cancellationToken) => _store.ListAsync(accountRegion, nextToken, cancellationToken);
    public Task<CallResult<bool>> WriteAsync(AccountRegion accountRegion, GroupMemory memory, long version, CancellationToken cancellationToken) => _store.WriteAsync(accountRegion, memory, version, cancellationToken);
    public Task<CallResult<ImmutableArray<AccountRegion>>> RegionsAsync(CancellationToken cancellationToken) => _store.RegionsAsync(cancellationToken);
    public Task<CallResult<MemoryForgotten>> ForgetAsync(AccountRegion accountRegion, DateTimeOffset settledBefore, string? nextToken, CancellationToken cancellationToken) => _store.ForgetAsync(accountRegion, settledBefore, nextToken, cancellationToken);
}
