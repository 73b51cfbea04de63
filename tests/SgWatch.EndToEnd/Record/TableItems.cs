using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Record;

/// <summary>The items of a table, as somebody who may write it reads, deletes, restores and breaks them.</summary>
/// <remarks>The calls are made by hand: the AWS CLI, version 1, sends no binary value that isn't text.</remarks>
internal sealed class TableItems(Uri url, string table)
{
    private const int MaxWrites = 25; // of one BatchWriteItem

    private static readonly HttpClient Http = new();

    /// <summary>Every item.</summary>
    public async Task<List<JsonElement>> AllAsync() =>
        [.. (await CallAsync("Scan", new { TableName = table })).GetProperty("Items").EnumerateArray()];

    /// <summary>The items that a guard remembers by.</summary>
    public async Task<List<JsonElement>> MemoryAsync() =>
        [.. (await AllAsync()).Where(item => item.Text("pk", "S").StartsWith("base", StringComparison.Ordinal))];

    /// <summary>The one item with these keys. Without the second key: the one item with the first.</summary>
    public async Task<JsonElement> OneAsync(string group, string? sort = null) => Assert.Single(
        await AllAsync(), item => item.Text("pk", "S") == group && (sort is null || item.Text("sk", "S") == sort));

    public Task DeleteAsync(IEnumerable<JsonElement> items) =>
        WriteAllAsync(items.Select(item => new { DeleteRequest = new { Key = KeyOf(item) } }));

    public Task PutAsync(IEnumerable<JsonElement> items) => WriteAllAsync(items.Select(item => new { PutRequest = new { Item = item } }));

    /// <summary>Gives an item another body.</summary>
    public Task BreakAsync(JsonElement item, byte[] body) =>
        UpdateAsync(item, "SET body = :body", new Dictionary<string, object> { [":body"] = new { B = Convert.ToBase64String(body) } });

    /// <summary>Takes attributes from an item.</summary>
    public Task RemoveAsync(JsonElement item, string attributes) => UpdateAsync(item, $"REMOVE {attributes}", null);

    /// <summary>The JSON of an incident's item.</summary>
    public static string IncidentOf(JsonElement item)
    {
        using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(item.Text("body", "B"))), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return reader.ReadToEnd();
    }

    /// <summary>JSON, compressed as an incident's is.</summary>
    public static byte[] Compress(string json)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(json));
        }
        return compressed.ToArray();
    }

    private async Task UpdateAsync(JsonElement item, string expression, object? values)
    {
        var request = new Dictionary<string, object>
        {
            ["TableName"] = table,
            ["Key"] = KeyOf(item),
            ["UpdateExpression"] = expression,
        };
        if (values is not null)
        {
            request["ExpressionAttributeValues"] = values;
        }
        await CallAsync("UpdateItem", request);
    }

    private async Task WriteAllAsync<T>(IEnumerable<T> requests)
    {
        foreach (var some in requests.Chunk(MaxWrites))
        {
            await CallAsync("BatchWriteItem", new { RequestItems = new Dictionary<string, T[]> { [table] = some } });
        }
    }

    private async Task<JsonElement> CallAsync(string operation, object request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, url);
        message.Content = new StringContent(JsonSerializer.Serialize(request), Encoding.UTF8, "application/x-amz-json-1.0");
        message.Headers.Add("X-Amz-Target", $"DynamoDB_20120810.{operation}");
        message.Headers.Authorization = new AuthenticationHeaderValue(
            "AWS4-HMAC-SHA256", "Credential=testing/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await Http.SendAsync(message);
        answer.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private static object KeyOf(JsonElement item) => new { pk = item.GetProperty("pk"), sk = item.GetProperty("sk") };
}
