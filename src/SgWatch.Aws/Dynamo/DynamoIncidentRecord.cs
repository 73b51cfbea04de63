using System.Collections.Immutable;
using System.Security.Cryptography;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;

namespace SgWatch.Aws.Dynamo;

/// <summary>The record of incidents in a DynamoDB table.</summary>
/// <remarks>
/// Hash key <c>pk</c>: the group; range key <c>sk</c>: time and id; index <c>recent</c>: hash <c>day</c>, range <c>at</c>; time to live: <c>expires</c>.
/// A body that is too long for one item is kept in further ones, under <c>pk</c> <c>part/SHA-256</c>, which no index and no history shows.
/// Source: DynamoDB Developer Guide, "Condition expressions", "Quotas": an item has at most 400 KB.
/// </remarks>
/// <param name="connection">The way to AWS; the table is in its region. Nothing is opened before the first call.</param>
/// <param name="table">The table's name.</param>
/// <param name="time">For time limits and claims.</param>
public sealed class DynamoIncidentRecord(AwsConnection connection, string table, TimeProvider time) : IIncidentRecord
{
    private const int PartBytes = 300 * 1024;
    private const int PageSize = 100;
    private readonly Lazy<AmazonDynamoDBClient> _dynamo = new(() => connection.CreateDynamo(connection.Region));

    /// <summary>How long the write before a change may take: the group stands open meanwhile.</summary>
    public TimeSpan BeginWithin { get; init; } = TimeSpan.FromSeconds(1);

    public Task<CallResult<IncidentEntry?>> BeginAsync(Incident intended, DateTimeOffset until, string idempotencyToken, CancellationToken cancellationToken) =>
        AwsCall.TryAsync("UpdateItem", time, async token =>
        {
            var values = await ValuesAsync(intended, token);
            values[":until"] = IncidentItem.Milliseconds(until);
            values[":begin"] = new() { SS = [idempotencyToken] };
            var answer = await _dynamo.Value.UpdateItemAsync(
                new()
                {
                    TableName = table,
                    Key = IncidentItem.Key(intended),
                    UpdateExpression = "SET body = if_not_exists(body, :body), parts = if_not_exists(parts, :parts), outcome = if_not_exists(outcome, :outcome), "
                        + "#day = if_not_exists(#day, :day), #at = if_not_exists(#at, :at), expires = if_not_exists(expires, :expires), working = :until "
                        + "ADD begins :begin",
                    ExpressionAttributeNames = Names(),
                    ExpressionAttributeValues = values,
                    ReturnValues = ReturnValue.ALL_OLD,
                },
                token);
            return answer.Attributes is { Count: > 0 } before ? (await ReadAsync(before, token)).Before(idempotencyToken) : null;
        }, cancellationToken, BeginWithin);

    public Task<CallResult<bool>> EndAsync(Incident ended, DateTimeOffset until, string idempotencyToken, CancellationToken cancellationToken) =>
        AwsCall.TryAsync("UpdateItem", time, async token =>
        {
            var values = await ValuesAsync(ended, token);
            values[":now"] = IncidentItem.Milliseconds(time.GetUtcNow());
            values[":until"] = IncidentItem.Milliseconds(until);
            values[":me"] = new(idempotencyToken);
            return await IfAsync(() => _dynamo.Value.UpdateItemAsync(
                new()
                {
                    TableName = table,
                    Key = IncidentItem.Key(ended),
                    UpdateExpression = "SET body = :body, parts = :parts, outcome = :outcome, #day = if_not_exists(#day, :day), "
                        + "#at = if_not_exists(#at, :at), expires = if_not_exists(expires, :expires), telling = :until, teller = :me",
                    ConditionExpression = "(attribute_not_exists(told) OR told <> :outcome) "
                        + "AND (attribute_not_exists(telling) OR telling < :now OR teller = :me)",
                    ExpressionAttributeNames = Names(),
                    ExpressionAttributeValues = values,
                },
                token));
        }, cancellationToken);

    public Task<CallResult<Done>> MarkNotifiedAsync(Incident told, CancellationToken cancellationToken) =>
        ChangeAsync(told, "SET told = :value REMOVE telling, teller", new(told.Outcome.ToString()), cancellationToken);

    public Task<CallResult<Done>> DeferAsync(Incident ended, CancellationToken cancellationToken) =>
        ChangeAsync(ended, "SET digest = :value REMOVE telling, teller", new() { BOOL = true }, cancellationToken);

    public Task<CallResult<Withdrawal>> WithdrawAsync(Incident intended, CancellationToken cancellationToken) =>
        AwsCall.TryAsync("DeleteItem", time, async token =>
        {
            try
            {
                await _dynamo.Value.DeleteItemAsync(
                    new()
                    {
                        TableName = table,
                        Key = IncidentItem.Key(intended),
                        ConditionExpression = "attribute_not_exists(pk) OR (outcome = :intended AND size(begins) = :one)",
                        ExpressionAttributeValues = new() { [":intended"] = new(nameof(IncidentOutcome.Intended)), [":one"] = IncidentItem.Number(1) },
                        ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                    },
                    token);
                return Withdrawal.Withdrawn;
            }
            catch (ConditionalCheckFailedException refused)
            {
                return refused.Item?.GetValueOrDefault(IncidentItem.Outcome)?.S == nameof(IncidentOutcome.Intended) ? Withdrawal.Shared : Withdrawal.Ended;
            }
        }, cancellationToken);

    public Task<CallResult<ImmutableArray<IncidentEntry>>> HistoryAsync(string group, DateTimeOffset since, CancellationToken cancellationToken) =>
        QueryAsync(
            new()
            {
                KeyConditionExpression = "pk = :group AND sk >= :since",
                ExpressionAttributeValues = new() { [":group"] = new(group), [":since"] = new(IncidentKey.Time(since)) },
                ConsistentRead = true,
            },
            int.MaxValue, cancellationToken);

    public Task<CallResult<ImmutableArray<IncidentEntry>>> DayAsync(DateOnly day, bool isUnnotified, int most, CancellationToken cancellationToken) =>
        QueryAsync(
            new()
            {
                IndexName = "recent",
                KeyConditionExpression = "#day = :day",
                FilterExpression = isUnnotified ? "attribute_not_exists(told)" : null,
                ExpressionAttributeNames = new() { ["#day"] = IncidentItem.Day },
                ExpressionAttributeValues = new() { [":day"] = new(Text(day)) },
                ScanIndexForward = false,
            },
            most, cancellationToken);

    private Task<CallResult<Done>> ChangeAsync(Incident incident, string expression, AttributeValue value, CancellationToken cancellationToken) =>
        AwsCall.TryAsync("UpdateItem", time, async token =>
        {
            await IfAsync(() => _dynamo.Value.UpdateItemAsync(
                new()
                {
                    TableName = table,
                    Key = IncidentItem.Key(incident),
                    UpdateExpression = expression,
                    ConditionExpression = "attribute_exists(pk)", // else it would make an item of nothing but this
                    ExpressionAttributeValues = new() { [":value"] = value },
                },
                token));
            return default(Done);
        }, cancellationToken);

    private Task<CallResult<ImmutableArray<IncidentEntry>>> QueryAsync(QueryRequest request, int most, CancellationToken cancellationToken) =>
        AwsCall.TryAsync("Query", time, async token =>
        {
            var entries = ImmutableArray.CreateBuilder<IncidentEntry>();
            request.TableName = table;
            request.Limit = PageSize;
            do
            {
                var page = await _dynamo.Value.QueryAsync(request, token);
                foreach (var item in (page.Items ?? []).Take(most - entries.Count))
                {
                    entries.Add(await ReadAsync(item, token));
                }
                request.ExclusiveStartKey = page.LastEvaluatedKey;
            }
            while (request.ExclusiveStartKey is { Count: > 0 } && entries.Count < most);
            return entries.ToImmutable();
        }, cancellationToken);

    private async Task<Dictionary<string, AttributeValue>> ValuesAsync(Incident incident, CancellationToken cancellationToken)
    {
        var body = IncidentItem.Compress(incident);
        var name = "";
        if (body.Length > PartBytes)
        {
            name = await WritePartsAsync(body, cancellationToken);
            body = [];
        }
        return new()
        {
            [":body"] = new() { B = new(body) },
            [":parts"] = new(name),
            [":outcome"] = new(incident.Outcome.ToString()),
            [":day"] = new(Text(DateOnly.FromDateTime(incident.StartedAt.UtcDateTime))),
            [":at"] = new($"{incident.StartedAt.UtcDateTime:O}"),
            [":expires"] = IncidentItem.Number((incident.StartedAt + IncidentItem.KeptFor).ToUnixTimeSeconds()),
        };
    }

    // named by their content: two guards that write their own view of one incident don't mix their parts
    private async Task<string> WritePartsAsync(byte[] body, CancellationToken cancellationToken)
    {
        var name = $"part/{Convert.ToHexStringLower(SHA256.HashData(body))}";
        var expires = IncidentItem.Number((time.GetUtcNow() + IncidentItem.KeptFor).ToUnixTimeSeconds());
        foreach (var (i, part) in body.Chunk(PartBytes).Index())
        {
            await _dynamo.Value.PutItemAsync(table, new()
            {
                [IncidentItem.Group] = new(name),
                [IncidentItem.Sort] = new($"{i:d4}"),
                [IncidentItem.Body] = new() { B = new(part) },
                [IncidentItem.Expires] = expires,
            }, cancellationToken);
        }
        return name;
    }

    private async Task<IncidentEntry> ReadAsync(Dictionary<string, AttributeValue> item, CancellationToken cancellationToken)
    {
        if (item.GetValueOrDefault(IncidentItem.Parts)?.S is not { Length: > 0 } name)
        {
            return IncidentItem.Read(item, item[IncidentItem.Body].B);
        }
        using var body = new MemoryStream();
        var parts = new QueryRequest(table)
        {
            KeyConditionExpression = "pk = :name",
            ExpressionAttributeValues = new() { [":name"] = new(name) },
            ConsistentRead = true,
        };
        do
        {
            var page = await _dynamo.Value.QueryAsync(parts, cancellationToken);
            foreach (var part in page.Items ?? [])
            {
                part[IncidentItem.Body].B.CopyTo(body);
            }
            parts.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (parts.ExclusiveStartKey is { Count: > 0 });
        body.Position = 0;
        return IncidentItem.Read(item, body);
    }

    private static async Task<bool> IfAsync(Func<Task> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    private static Dictionary<string, string> Names() => new() { ["#day"] = IncidentItem.Day, ["#at"] = IncidentItem.At };

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
