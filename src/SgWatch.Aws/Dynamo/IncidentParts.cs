using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace SgWatch.Aws.Dynamo;

/// <summary>Stores a body that is too long for one item in further items of the incidents' table.</summary>
/// <remarks>
/// Their <c>pk</c> is <c>part/SHA-256</c>: two guards that write different bodies of one incident don't mix their parts. No index and no
/// group's history shows them.
/// </remarks>
internal sealed class IncidentParts(Lazy<AmazonDynamoDBClient> dynamo, string table, TimeProvider time)
{
    /// <summary>How long a part is, and the longest body of an incident's own item.</summary>
    public const int MaxBytes = 300 * 1024;

    /// <summary>Writes a body, and returns the name under which it is stored.</summary>
    public async Task<string> WriteAsync(CompressedParts body, CancellationToken cancellationToken)
    {
        var name = $"part/{body.Sha256}";
        var expires = IncidentItem.Number((time.GetUtcNow() + IncidentItem.KeptFor).ToUnixTimeSeconds());
        foreach (var (i, part) in body.Parts.Index())
        {
            await dynamo.Value.PutItemAsync(table, new()
            {
                [IncidentItem.Group] = new(name),
                [IncidentItem.Sort] = new(i.ToString("d4", CultureInfo.InvariantCulture)),
                [IncidentItem.Body] = new() { B = new(part.ToArray()) },
                [IncidentItem.Expires] = expires,
            }, cancellationToken);
        }
        return name;
    }

    /// <summary>Reads the body that is stored under a name.</summary>
    public async Task<Stream> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        var query = new QueryRequest(table)
        {
            KeyConditionExpression = "pk = :name",
            ExpressionAttributeValues = new() { [":name"] = new(name) },
            ConsistentRead = true,
        };
        do
        {
            var page = await dynamo.Value.QueryAsync(query, cancellationToken);
            foreach (var part in page.Items ?? [])
            {
                part.GetValueOrDefault(IncidentItem.Body)?.B?.CopyTo(body);
            }
            query.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (query.ExclusiveStartKey is { Count: > 0 });
        body.Position = 0;
        return body;
    }
}
