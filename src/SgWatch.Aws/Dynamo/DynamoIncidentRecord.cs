using System.Collections.Immutable;
using System.Globalization;
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
/// The hash key <c>pk</c> is the group; the range key <c>sk</c> is the time and the id. The index <c>recent</c> has the hash key
/// <c>day</c> and the range key <c>at</c>. The attribute <c>expires</c> is the time to live. A body that is too long for one item is
/// stored in parts (<see cref="IncidentParts"/>).
/// Source: DynamoDB Developer Guide, "Condition expressions", "Quotas": an item has at most 400 KB.
/// </remarks>
/// <param name="connection">The connection to AWS. The table is in its region. Nothing is opened before the first call.</param>
/// <param name="table">The table's name.</param>
/// <param name="time">The clock of time limits and leases.</param>
public sealed class DynamoIncidentRecord(AwsConnection connection, string table, TimeProvider time) : IIncidentRecord
{
    private const int MaxFiltered = 10_000; // a page ends after 1 MB anyway

    private const string BeginExpression = "SET body = if_not_exists(body, :body), parts = if_not_exists(parts, :parts), "
        + "outcome = if_not_exists(outcome, :outcome), #day = if_not_exists(#day, :day), #at = if_not_exists(#at, :at), "
        + "expires = if_not_exists(expires, :expires), working = :until ADD begins :begin";

    private const string EndExpression = "SET body = :body, parts = :parts, outcome = :outcome, #day = if_not_exists(#day, :day), "
        + "#at = if_not_exists(#at, :at), expires = if_not_exists(expires, :expires), telling = :until, teller = :me";

    // people weren't notified of this outcome yet, and no other guard is notifying them now
    private const string EndCondition =
        "(attribute_not_exists(told) OR told <> :outcome) AND (attribute_not_exists(telling) OR telling < :now OR teller = :me)";

    private readonly Lazy<AmazonDynamoDBClient> _dynamo = new(() => connection.CreateDynamo(connection.Region));

    /// <summary>How long the write before a change may take. The group is open until it ends.</summary>
    public TimeSpan BeginWithin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long it may take to look through the past. No group waits for it, but a sweep does.</summary>
    public TimeSpan MarksWithin { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Learns of each item that can't be read. A list goes on without it.</summary>
    public Action<CallFailure> OnUnreadable { get; init; } = static _ => { };

    private IncidentParts Parts => new(_dynamo, table, time);

    private IncidentQueries Queries => new(_dynamo, table, time, Parts);

    /// <inheritdoc />
    public Task<CallResult<IncidentEntry?>> BeginAsync(
        Incident intended, DateTimeOffset until, string idempotencyToken, CancellationToken cancellationToken) =>
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
                    UpdateExpression = BeginExpression,
                    ExpressionAttributeNames = Names(),
                    ExpressionAttributeValues = values,
                    ReturnValues = ReturnValue.ALL_OLD,
                },
                token);
            return answer.Attributes is { Count: > 0 } before ? (await Queries.ReadAsync(before, token)).Before(idempotencyToken) : null;
        }, cancellationToken, BeginWithin);

    /// <inheritdoc />
    public Task<CallResult<bool>> EndAsync(
        Incident ended, DateTimeOffset until, string idempotencyToken, CancellationToken cancellationToken) =>
        AwsCall.TryAsync("UpdateItem", time, async token =>
        {
            var values = await ValuesAsync(ended, token);
            values[":now"] = IncidentItem.Milliseconds(time.GetUtcNow());
            values[":until"] = IncidentItem.Milliseconds(until);
            values[":me"] = new(idempotencyToken);
            return await ConditionalWrite.TryAsync(() => _dynamo.Value.UpdateItemAsync(
                new()
                {
                    TableName = table,
                    Key = IncidentItem.Key(ended),
                    UpdateExpression = EndExpression,
                    ConditionExpression = EndCondition,
                    ExpressionAttributeNames = Names(),
                    ExpressionAttributeValues = values,
                },
                token));
        }, cancellationToken);

    /// <inheritdoc />
    public Task<CallResult<Done>> MarkNotifiedAsync(Incident ended, CancellationToken cancellationToken) =>
        ChangeAsync(ended, "SET told = :value REMOVE telling, teller", new(ended.Outcome.ToString()), cancellationToken);

    /// <inheritdoc />
    public Task<CallResult<Done>> DeferAsync(Incident ended, CancellationToken cancellationToken) =>
        ChangeAsync(ended, "SET digest = :value REMOVE telling, teller", new() { BOOL = true }, cancellationToken);

    /// <inheritdoc />
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
                        ExpressionAttributeValues = new()
                        {
                            [":intended"] = new(nameof(IncidentOutcome.Intended)),
                            [":one"] = IncidentItem.Number(1),
                        },
                        ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                    },
                    token);
                return Withdrawal.Withdrawn;
            }
            catch (ConditionalCheckFailedException refused)
            {
                var outcome = refused.Item?.GetValueOrDefault(IncidentItem.Outcome)?.S;
                return outcome == nameof(IncidentOutcome.Intended) ? Withdrawal.Shared : Withdrawal.Ended;
            }
        }, cancellationToken);

    /// <inheritdoc />
    public Task<CallResult<ImmutableArray<IncidentEntry>>> HistoryAsync(
        string group, DateTimeOffset since, CancellationToken cancellationToken) =>
        Queries.RunAsync(
            new()
            {
                KeyConditionExpression = "pk = :group AND sk >= :since",
                ExpressionAttributeValues = new() { [":group"] = new(group), [":since"] = new(IncidentKey.Time(since)) },
                ConsistentRead = true,
            },
            int.MaxValue, OnUnreadable, cancellationToken);

    /// <inheritdoc />
    public Task<CallResult<ImmutableArray<IncidentEntry>>> DayAsync(
        DateOnly day, bool isUnnotified, int most, CancellationToken cancellationToken) =>
        Queries.RunAsync(
            new()
            {
                IndexName = "recent",
                KeyConditionExpression = "#day = :day",
                FilterExpression = isUnnotified ? "attribute_not_exists(told)" : null,
                ExpressionAttributeNames = new() { ["#day"] = IncidentItem.Day },
                ExpressionAttributeValues = new() { [":day"] = new(Text(day)) },
                ScanIndexForward = false,
            },
            most, OnUnreadable, cancellationToken);

    /// <inheritdoc />
    public Task<CallResult<ImmutableArray<IncidentMark>>> MarksAsync(
        string group, DateTimeOffset since, CancellationToken cancellationToken) =>
        Queries.MarksAsync(
            new()
            {
                KeyConditionExpression = "pk = :group AND sk >= :since",
                ExpressionAttributeValues = new() { [":group"] = new(group), [":since"] = new(IncidentKey.Time(since)) },
                ConsistentRead = true,
            },
            int.MaxValue, MarksWithin, cancellationToken);

    /// <inheritdoc />
    public Task<CallResult<ImmutableArray<IncidentMark>>> UnnotifiedAsync(DateOnly day, int most, CancellationToken cancellationToken) =>
        Queries.MarksAsync(
            new()
            {
                IndexName = "recent",
                KeyConditionExpression = "#day = :day",
                FilterExpression = "attribute_not_exists(told)",
                ExpressionAttributeNames = new() { ["#day"] = IncidentItem.Day },
                ExpressionAttributeValues = new() { [":day"] = new(Text(day)) },
                ScanIndexForward = false,
            },
            most, MarksWithin, cancellationToken);

    /// <inheritdoc />
    public Task<CallResult<IncidentEntry?>> ReadAsync(IncidentKey key, CancellationToken cancellationToken) =>
        AwsCall.TryAsync("GetItem", time, async token =>
        {
            var answer = await _dynamo.Value.GetItemAsync(table, IncidentItem.Key(key), consistentRead: true, token);
            return answer.Item is { Count: > 0 } item ? await Queries.ReadAsync(item, OnUnreadable, token) : null;
        }, cancellationToken);

    /// <inheritdoc />
    public async Task<CallResult<IncidentEntry?>> FindAsync(DateOnly day, string id, CancellationToken cancellationToken)
    {
        var found = await Queries.RunAsync(
            new()
            {
                IndexName = "recent",
                KeyConditionExpression = "#day = :day",
                FilterExpression = "contains(sk, :id)", // DynamoDB reads the others, but sends none of them
                ExpressionAttributeNames = new() { ["#day"] = IncidentItem.Day },
                ExpressionAttributeValues = new() { [":day"] = new(Text(day)), [":id"] = new($" {id}") },
                Limit = MaxFiltered,
            },
            most: 1, onUnreadable: null, cancellationToken);
        return found.TryGet(out var entries, out var failure)
            ? new CallResult<IncidentEntry?>.Ok(entries.FirstOrDefault(entry => entry.Incident.Id == id))
            : failure;
    }

    private Task<CallResult<Done>> ChangeAsync(
        Incident incident, string expression, AttributeValue value, CancellationToken cancellationToken) =>
        AwsCall.TryAsync("UpdateItem", time, async token =>
        {
            await ConditionalWrite.TryAsync(() => _dynamo.Value.UpdateItemAsync(
                new()
                {
                    TableName = table,
                    Key = IncidentItem.Key(incident),
                    UpdateExpression = expression,
                    ConditionExpression = "attribute_exists(pk)", // else the update would create an item
                    ExpressionAttributeValues = new() { [":value"] = value },
                },
                token));
            return default(Done);
        }, cancellationToken);

    private async Task<Dictionary<string, AttributeValue>> ValuesAsync(Incident incident, CancellationToken cancellationToken)
    {
        var body = IncidentItem.Compress(incident, IncidentParts.MaxBytes);
        var isWhole = body.Parts is [{ Length: <= IncidentItem.MaxBodyBytes }];
        var name = isWhole ? "" : await Parts.WriteAsync(body, cancellationToken);
        return new()
        {
            [":body"] = new() { B = new(isWhole ? body.Parts[0].ToArray() : []) },
            [":parts"] = new(name),
            [":outcome"] = new(incident.Outcome.ToString()),
            [":day"] = new(Text(DateOnly.FromDateTime(incident.StartedAt.UtcDateTime))),
            [":at"] = new($"{incident.StartedAt.UtcDateTime:O}"),
            [":expires"] = IncidentItem.Number((incident.StartedAt + IncidentItem.KeptFor).ToUnixTimeSeconds()),
        };
    }

    private static Dictionary<string, string> Names() => new() { ["#day"] = IncidentItem.Day, ["#at"] = IncidentItem.At };

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
