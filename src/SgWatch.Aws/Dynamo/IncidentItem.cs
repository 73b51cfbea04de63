using System.Globalization;
using System.IO.Compression;
using System.Text;
using Amazon.DynamoDBv2.Model;
using SgWatch.Incidents;

namespace SgWatch.Aws.Dynamo;

/// <summary>An incident as an item of the table: its JSON, compressed, beside the attributes by which it is found and claimed.</summary>
internal static class IncidentItem
{
    public const string Group = "pk";
    public const string Sort = "sk";
    public const string Day = "day";
    public const string At = "at";
    public const string Expires = "expires";
    public const string Outcome = "outcome";
    public const string Body = "body";
    public const string Parts = "parts";
    public const string StartTokens = "begins";
    public const string Working = "working";
    public const string Telling = "telling";
    public const string Teller = "teller";
    public const string Told = "told";
    public const string Digest = "digest";

    /// <summary>How long an incident is kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(400);

    public static Dictionary<string, AttributeValue> Key(Incident incident)
    {
        var (group, sort) = IncidentKey.Of(incident);
        return new() { [Group] = new(group), [Sort] = new(sort) };
    }

    /// <summary>The incident's JSON, compressed.</summary>
    public static byte[] Compress(Incident incident)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(IncidentJson.Write(incident)));
        }
        return compressed.ToArray();
    }

    /// <summary>The entry of an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="body">Its body, put together.</param>
    /// <exception cref="System.Text.Json.JsonException">It is no incident.</exception>
    public static IncidentEntry Read(Dictionary<string, AttributeValue> item, Stream body)
    {
        using var gzip = new GZipStream(body, CompressionMode.Decompress);
        using var json = new MemoryStream();
        gzip.CopyTo(json);
        return new(IncidentReader.Read(json.ToArray()))
        {
            StartTokens = item.GetValueOrDefault(StartTokens)?.SS is { } begins ? [.. begins] : [],
            LeaseUntil = Time(item, Working),
            NotificationLeaseUntil = Time(item, Telling),
            NotificationLeaseToken = item.GetValueOrDefault(Teller)?.S,
            Notified = item.TryGetValue(Told, out var told) && Enum.TryParse<IncidentOutcome>(told.S, out var outcome) ? outcome : null,
            IsInDigest = item.ContainsKey(Digest),
        };
    }

    public static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    public static AttributeValue Milliseconds(DateTimeOffset time) => Number(time.ToUnixTimeMilliseconds());

    public static long Number(Dictionary<string, AttributeValue> item, string name) =>
        item.TryGetValue(name, out var value) && long.TryParse(value.N, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static DateTimeOffset Time(Dictionary<string, AttributeValue> item, string name) =>
        item.ContainsKey(name) ? DateTimeOffset.FromUnixTimeMilliseconds(Number(item, name)) : default;
}
