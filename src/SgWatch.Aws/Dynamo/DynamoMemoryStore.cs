using System.Collections.Immutable;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SgWatch.Aws.Accounts;
using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Aws.Dynamo;

/// <summary>The memory in the incidents' table (<see cref="MemoryItem"/>). Every write depends on the version that was read.</summary>
/// <remarks>
/// Source: DynamoDB Developer Guide, "Condition expressions", "Read consistency", "Quotas": an item has at most 400 KB, and an answer of
/// Query at most 1 MB.
/// </remarks>
/// <param name="connection">The connection to AWS. The table is in its region. Nothing is opened before the first call.</param>
/// <param name="table">The table's name.</param>
/// <param name="time">The clock of time limits.</param>
public sealed class DynamoMemoryStore(AwsConnection connection, string table, TimeProvider time) : IMemoryStore
{
    private const int ForgottenAtOnce = 100; // one call has 10 seconds

    private readonly Lazy<AmazonDynamoDBClient> _dynamo = new(() => connection.CreateDynamo(connection.Region));

    /// <summary>How long a reading call may take. A group may be open until it ends.</summary>
    public TimeSpan ReadWithin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The account of what names none. Null if everything names one.</summary>
    public OwnAccount? OwnAccount { get; init; }

    /// <inheritdoc/>
    public Task<CallResult<Versioned<RegionMemory>>> ReadRegionAsync(AccountRegion accountRegion, CancellationToken cancellationToken) =>
        ReadAsync(accountRegion, MemoryItem.RegionSort, MemoryItem.ReadRegion, cancellationToken);

    /// <inheritdoc/>
    public Task<CallResult<bool>> WriteRegionAsync(
        AccountRegion accountRegion, RegionMemory region, long version, CancellationToken cancellationToken) =>
        WithGroupAsync(accountRegion, async group =>
        {
            var listed = version > 0 ? default(Done) : await AwsCall.TryAsync("PutItem", time, async token =>
            {
                var sort = group[(MemoryItem.RegionsGroup.Length + 1)..];
                await _dynamo.Value.PutItemAsync(table, MemoryItem.Key(MemoryItem.RegionsGroup, sort), token);
                return default(Done);
            }, cancellationToken);
            return listed.FailureOrNull is { } failure
                ? failure
                : await WriteAsync(MemoryItem.Of(group, region, version + 1), version, cancellationToken);
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<CallResult<Versioned<GroupMemory>>> ReadAsync(
        AccountRegion accountRegion, string groupId, CancellationToken cancellationToken) =>
        ReadAsync(accountRegion, groupId, MemoryItem.ReadGroup, cancellationToken);

    /// <inheritdoc/>
    public Task<CallResult<GroupMemoryPage>> ListAsync(
        AccountRegion accountRegion, string? nextToken, CancellationToken cancellationToken) =>
        WithGroupAsync(accountRegion, group => AwsCall.TryAsync("Query", time, async token =>
        {
            var page = await _dynamo.Value.QueryAsync(GroupsOf(group, nextToken), token);
            var read = (page.Items ?? []).Select(item => (Sort: item[IncidentItem.Sort].S, Memory: MemoryItem.ReadGroup(item))).ToList();
            return new GroupMemoryPage(
                [.. read.Select(its => its.Memory).Where(memory => memory.Value is not null)], NextOf(page))
            {
                Unreadable = [.. read.Where(its => its.Memory.Value is null).Select(its => its.Sort)],
            };
        }, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<CallResult<bool>> WriteAsync(
        AccountRegion accountRegion, GroupMemory memory, long version, CancellationToken cancellationToken) =>
        WithGroupAsync(accountRegion, group =>
            WriteAsync(MemoryItem.Of(group, memory, version + 1), version, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<CallResult<ImmutableArray<AccountRegion>>> RegionsAsync(CancellationToken cancellationToken) =>
        AwsCall.TryAsync("Query", time, async token =>
        {
            var regions = ImmutableArray.CreateBuilder<AccountRegion>();
            var query = new QueryRequest(table)
            {
                KeyConditionExpression = "pk = :group",
                ExpressionAttributeValues = new() { [":group"] = new(MemoryItem.RegionsGroup) },
                ConsistentRead = true,
            };
            do
            {
                var page = await _dynamo.Value.QueryAsync(query, token);
                regions.AddRange((page.Items ?? []).Select(item => item[IncidentItem.Sort].S.Split('/'))
                    .Where(parts => parts.Length == 2).Select(parts => new AccountRegion(parts[0], parts[1])));
                query.ExclusiveStartKey = page.LastEvaluatedKey;
            }
            while (query.ExclusiveStartKey is { Count: > 0 });
            return regions.ToImmutable();
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<CallResult<MemoryForgotten>> ForgetAsync(
        AccountRegion accountRegion, DateTimeOffset settledBefore, string? nextToken, CancellationToken cancellationToken) =>
        WithGroupAsync(accountRegion, group => AwsCall.TryAsync("DeleteItem", time, async token =>
        {
            var query = GroupsOf(group, nextToken);
            (query.ConsistentRead, query.Limit) = (true, ForgottenAtOnce);
            var page = await _dynamo.Value.QueryAsync(query, token);
            var forgotten = (page.Items ?? []).Where(item => !(MemoryItem.ReadGroup(item).Value?.SettledAt >= settledBefore)).ToList();
            var deleted = await Task.WhenAll(forgotten.Select(item => DeleteAsync(item, token)));
            return new MemoryForgotten(deleted.Count(isDeleted => isDeleted), NextOf(page));
        }, cancellationToken), cancellationToken);

    private Task<CallResult<Versioned<T>>> ReadAsync<T>(
        AccountRegion accountRegion, string sort, Func<Dictionary<string, AttributeValue>, Versioned<T>> read,
        CancellationToken cancellationToken)
        where T : class =>
        WithGroupAsync(accountRegion, group => AwsCall.TryAsync("GetItem", time, async token =>
        {
            var answer = await _dynamo.Value.GetItemAsync(table, MemoryItem.Key(group, sort), consistentRead: true, token);
            return answer.Item is { Count: > 0 } item ? read(item) : new Versioned<T>(null, 0);
        }, cancellationToken, ReadWithin), cancellationToken);

    private Task<CallResult<bool>> WriteAsync(
        Dictionary<string, AttributeValue> item, long version, CancellationToken cancellationToken) =>
        AwsCall.TryAsync("PutItem", time, async token =>
        {
            try
            {
                await _dynamo.Value.PutItemAsync(
                    new()
                    {
                        TableName = table,
                        Item = item,
                        ConditionExpression = version == 0 ? "attribute_not_exists(v)" : "v = :version",
                        ExpressionAttributeValues = version == 0 ? null : new() { [":version"] = IncidentItem.Number(version) },
                        ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                    },
                    token);
                return true;
            }
            catch (ConditionalCheckFailedException refused)
            {
                return IsSame(refused.Item, item); // then an earlier attempt wrote it, and its answer was lost
            }
        }, cancellationToken);

    // false if a guard settled the group meanwhile
    private Task<bool> DeleteAsync(Dictionary<string, AttributeValue> item, CancellationToken cancellationToken)
    {
        var isVersioned = item.ContainsKey(MemoryItem.Version);
        return ConditionalWrite.TryAsync(() => _dynamo.Value.DeleteItemAsync(
            new()
            {
                TableName = table,
                Key = MemoryItem.Key(item[IncidentItem.Group].S, item[IncidentItem.Sort].S),
                ConditionExpression = isVersioned ? "v = :version" : "attribute_not_exists(v)",
                ExpressionAttributeValues = isVersioned ? new() { [":version"] = item[MemoryItem.Version] } : null,
            },
            cancellationToken));
    }

    private QueryRequest GroupsOf(string group, string? after) => new(table)
    {
        KeyConditionExpression = "pk = :group AND begins_with(sk, :groups)",
        ExpressionAttributeValues = new() { [":group"] = new(group), [":groups"] = new("sg-") },
        ExclusiveStartKey = after is null ? null : MemoryItem.Key(group, after),
    };

    private static string? NextOf(QueryResponse page) =>
        page.LastEvaluatedKey is { Count: > 0 } last ? last[IncidentItem.Sort].S : null;

    private static bool IsSame(Dictionary<string, AttributeValue>? stored, Dictionary<string, AttributeValue> item) => stored is not null
        && MemoryItem.VersionOf(stored) == MemoryItem.VersionOf(item)
        && stored.GetValueOrDefault(IncidentItem.Body)?.B is { } body
        && body.ToArray().AsSpan().SequenceEqual(item[IncidentItem.Body].B.ToArray());

    /// <summary>Makes a call with the hash key of an account and region.</summary>
    private async Task<CallResult<T>> WithGroupAsync<T>(
        AccountRegion accountRegion, Func<string, Task<CallResult<T>>> call, CancellationToken cancellationToken)
    {
        var named = await AccountRegionPath.OfAsync(accountRegion, OwnAccount, connection, cancellationToken);
        return named.TryGet(out var path, out var failure) ? await call($"{MemoryItem.RegionsGroup}/{path}") : failure;
    }
}
