using System.Collections.Immutable;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SgWatch.Aws.Calls;
using SgWatch.Calls;
using SgWatch.Incidents;

namespace SgWatch.Aws.Dynamo;

/// <summary>Queries the incidents' table, page by page.</summary>
/// <param name="dynamo">The client.</param>
/// <param name="table">The table's name.</param>
/// <param name="time">The clock of time limits.</param>
/// <param name="parts">Reads bodies that are stored in parts.</param>
internal sealed class IncidentQueries(Lazy<AmazonDynamoDBClient> dynamo, string table, TimeProvider time, IncidentParts parts)
{
    private const int PageSize = 100;

    /// <summary>Runs a query.</summary>
    /// <param name="request">The query, without the table.</param>
    /// <param name="most">How many incidents at most.</param>
    /// <param name="onUnreadable">Learns of each item that can't be read, and the query goes on. Null if one fails the query.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<CallResult<ImmutableArray<IncidentEntry>>> RunAsync(
        QueryRequest request, int most, Action<CallFailure>? onUnreadable, CancellationToken cancellationToken) =>
        AwsCall.TryAsync("Query", time, async token =>
        {
            var entries = ImmutableArray.CreateBuilder<IncidentEntry>();
            request.TableName = table;
            request.Limit ??= PageSize;
            do
            {
                var page = await dynamo.Value.QueryAsync(request, token);
                foreach (var item in page.Items ?? [])
                {
                    if (entries.Count == most)
                    {
                        break;
                    }
                    if (await ReadAsync(item, onUnreadable, token) is { } entry)
                    {
                        entries.Add(entry);
                    }
                }
                request.ExclusiveStartKey = page.LastEvaluatedKey;
            }
            while (request.ExclusiveStartKey is { Count: > 0 } && entries.Count < most);
            return entries.ToImmutable();
        }, cancellationToken);

    /// <summary>Reads what is noted beside incidents, and no incident.</summary>
    public Task<CallResult<ImmutableArray<IncidentMark>>> MarksAsync(
        QueryRequest request, int most, TimeSpan within, CancellationToken cancellationToken) =>
        AwsCall.TryAsync("Query", time, async token =>
        {
            var marks = ImmutableArray.CreateBuilder<IncidentMark>();
            (request.TableName, request.ProjectionExpression) = (table, IncidentItem.MarkProjection);
            do
            {
                var page = await dynamo.Value.QueryAsync(request, token);
                marks.AddRange((page.Items ?? []).Select(IncidentItem.ReadMark).OfType<IncidentMark>().Take(most - marks.Count));
                request.ExclusiveStartKey = page.LastEvaluatedKey;
            }
            while (request.ExclusiveStartKey is { Count: > 0 } && marks.Count < most);
            return marks.ToImmutable();
        }, cancellationToken, within);

    /// <summary>Reads the incident of an item.</summary>
    public async Task<IncidentEntry> ReadAsync(Dictionary<string, AttributeValue> item, CancellationToken cancellationToken)
    {
        if (item.GetValueOrDefault(IncidentItem.Parts)?.S is not { Length: > 0 } name)
        {
            return IncidentItem.Read(item, item.GetValueOrDefault(IncidentItem.Body)?.B ?? Stream.Null);
        }
        await using var body = await parts.ReadAsync(name, cancellationToken);
        return IncidentItem.Read(item, body);
    }

    /// <summary>The same; null for an item that can't be read, if somebody wants to learn of it.</summary>
    public async Task<IncidentEntry?> ReadAsync(
        Dictionary<string, AttributeValue> item, Action<CallFailure>? onUnreadable, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(item, cancellationToken);
        }
        catch (UnreadableItemException unreadable) when (onUnreadable is not null)
        {
            onUnreadable(AwsFailures.Of("Query", unreadable));
            return null;
        }
    }
}
