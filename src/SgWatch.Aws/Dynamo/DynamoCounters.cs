using System.Collections.Immutable;
using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Calls;
using SgWatch.Guard.Ports;

namespace SgWatch.Aws.Dynamo;

/// <summary>Counters in the incidents' table, by DynamoDB's atomic updates.</summary>
/// <remarks>
/// A counter is one item, with one attribute for each step of five minutes. DynamoDB deletes the item two hours after its last change.
/// A retry is recognized by its idempotency token, because the item keeps the tokens of the last calls. It has sixteen places for
/// them, chosen by the token's last hexadecimal digit. So other guards that count at the same moment seldom replace a token.
/// A set is one item too, with one string set for each step. A retry adds the same member again, which changes nothing.
/// Source: DynamoDB Developer Guide, "Update expressions", ADD and DELETE.
/// </remarks>
/// <param name="connection">The connection to AWS. Nothing is opened before the first call.</param>
/// <param name="table">The table's name.</param>
/// <param name="time">The clock of the counters and of the calls' time limit.</param>
public sealed class DynamoCounters(AwsConnection connection, string table, TimeProvider time) : ICounters
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(2);

    private readonly Lazy<AmazonDynamoDBClient> _dynamo = new(() => connection.CreateDynamo(connection.Region));

    /// <summary>How long a call may take. A group may be open until it ends.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    public Task<CallResult<long>> AddAsync(string key, int count, string idempotencyToken, CancellationToken cancellationToken) =>
        AwsCall.TryAsync("UpdateItem", time, async token =>
        {
            var step = CounterStep.Of(time.GetUtcNow());
            var old = Enumerable.Range(0, CounterStep.PerHour).Select(i => Name(step - CounterStep.PerHour - i));
            var counted = await ItemAsync(
                new()
                {
                    TableName = table,
                    Key = Key("count", key),
                    UpdateExpression = $"ADD {Name(step)} :count SET expires = :expires, #last = :me REMOVE {string.Join(", ", old)}",
                    ConditionExpression = "attribute_not_exists(#last) OR #last <> :me", // else an earlier attempt has counted
                    ExpressionAttributeNames = new() { ["#last"] = $"last{idempotencyToken[^1]}" },
                    ExpressionAttributeValues = new()
                    {
                        [":count"] = IncidentItem.Number(count),
                        [":expires"] = Expires(KeptFor),
                        [":me"] = new(idempotencyToken),
                    },
                    ReturnValues = ReturnValue.ALL_NEW,
                    ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                },
                token);
            return Enumerable.Range(0, CounterStep.PerHour).Sum(i => IncidentItem.Number(counted, Name(step - i)));
        }, cancellationToken, Within);

    /// <inheritdoc />
    public Task<CallResult<ImmutableArray<string>>> AddToSetAsync(string key, string member, CancellationToken cancellationToken) =>
        AwsCall.TryAsync<ImmutableArray<string>>("UpdateItem", time, async token =>
        {
            var step = CounterStep.Of(time.GetUtcNow());
            var old = Enumerable.Range(0, CounterStep.PerHour).Select(i => SetName(step - CounterStep.PerHour - i));
            var item = await ItemAsync(
                new()
                {
                    TableName = table,
                    Key = Key("set", key),
                    UpdateExpression = $"ADD {SetName(step)} :member SET expires = :expires REMOVE {string.Join(", ", old)}",
                    ExpressionAttributeValues = new()
                    {
                        [":member"] = new() { SS = [member] },
                        [":expires"] = Expires(KeptFor),
                    },
                    ReturnValues = ReturnValue.ALL_NEW,
                },
                token);
            return
            [
                .. Enumerable.Range(0, CounterStep.PerHour).SelectMany(i => item.GetValueOrDefault(SetName(step - i))?.SS ?? []),
            ];
        }, cancellationToken, Within);

    /// <inheritdoc />
    public Task<CallResult<Done>> RemoveFromSetAsync(string key, string member, CancellationToken cancellationToken) =>
        AwsCall.TryAsync("UpdateItem", time, async token =>
        {
            var step = CounterStep.Of(time.GetUtcNow());
            var steps = Enumerable.Range(0, CounterStep.PerInvocation).Select(i => $"{SetName(step - i)} :member");
            await ItemAsync(
                new()
                {
                    TableName = table,
                    Key = Key("set", key),
                    UpdateExpression = $"DELETE {string.Join(", ", steps)}",
                    ConditionExpression = "attribute_exists(expires)", // else the update would make an item that nothing deletes
                    ExpressionAttributeValues = new() { [":member"] = new() { SS = [member] } },
                },
                token);
            return default(Done);
        }, cancellationToken, Within);

    /// <inheritdoc />
    public Task<CallResult<bool>> IsFirstAsync(string key, TimeSpan period, string idempotencyToken, CancellationToken cancellationToken) =>
        AwsCall.TryAsync("UpdateItem", time, async token =>
        {
            var now = time.GetUtcNow();
            return await ConditionalWrite.TryAsync(() => _dynamo.Value.UpdateItemAsync(
                new()
                {
                    TableName = table,
                    Key = Key("first", key),
                    UpdateExpression = "SET marked = :now, marker = :me, expires = :expires",
                    ConditionExpression = "attribute_not_exists(marked) OR marked <= :before OR marker = :me",
                    ExpressionAttributeValues = new()
                    {
                        [":me"] = new(idempotencyToken),
                        [":now"] = IncidentItem.Milliseconds(now),
                        [":before"] = IncidentItem.Milliseconds(now - period),
                        [":expires"] = Expires(period + KeptFor),
                    },
                },
                token));
        }, cancellationToken, Within);

    private async Task<Dictionary<string, AttributeValue>> ItemAsync(UpdateItemRequest update, CancellationToken cancellationToken)
    {
        try
        {
            return (await _dynamo.Value.UpdateItemAsync(update, cancellationToken)).Attributes;
        }
        catch (ConditionalCheckFailedException known)
        {
            return known.Item;
        }
    }

    private static Dictionary<string, AttributeValue> Key(string kind, string key) =>
        new() { [IncidentItem.Group] = new($"{kind}/{key}"), [IncidentItem.Sort] = new(kind) };

    private AttributeValue Expires(TimeSpan after) => IncidentItem.Number((time.GetUtcNow() + after).ToUnixTimeSeconds());

    private static string SetName(long step) => string.Create(CultureInfo.InvariantCulture, $"s{step}");

    private static string Name(long step) => string.Create(CultureInfo.InvariantCulture, $"c{step}");
}
