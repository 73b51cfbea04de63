using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using SgWatch.Aws.Calls;
using SgWatch.Incidents;

namespace SgWatch.Aws.Dynamo;

/// <summary>An incident as an item of the table: its compressed JSON, and the attributes by which it is found and leased.</summary>
/// <remarks>The values below are the attributes' stored names. They stay as they are, because tables hold them.</remarks>
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

    /// <summary>The idempotency tokens of the guards that started on the incident.</summary>
    public const string StartTokens = "begins";

    /// <summary>When the lease of the guard ends that makes the change.</summary>
    public const string LeaseUntil = "working";

    /// <summary>When the lease of the guard ends that notifies people.</summary>
    public const string NotificationLeaseUntil = "telling";

    /// <summary>The idempotency token of the guard that notifies people.</summary>
    public const string NotificationLeaseToken = "teller";

    /// <summary>The outcome that people were notified of.</summary>
    public const string Notified = "told";

    /// <summary>Present if people are notified by a digest, and not at once.</summary>
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

    /// <summary>Reads the entry of an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="body">The item's body, joined if it is stored in parts.</param>
    /// <exception cref="UnreadableItemException">The body is no incident, or has words that this version doesn't know.</exception>
    public static IncidentEntry Read(Dictionary<string, AttributeValue> item, Stream body) =>
        new(ReadIncident(item, body))
        {
            StartTokens = item.GetValueOrDefault(StartTokens)?.SS is { } tokens ? [.. tokens] : [],
            LeaseUntil = Time(item, LeaseUntil),
            NotificationLeaseUntil = Time(item, NotificationLeaseUntil),
            NotificationLeaseToken = item.GetValueOrDefault(NotificationLeaseToken)?.S,
            Notified = Enum.TryParse<IncidentOutcome>(item.GetValueOrDefault(Notified)?.S, out var outcome) ? outcome : null,
            IsInDigest = item.ContainsKey(Digest),
        };

    public static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    public static AttributeValue Milliseconds(DateTimeOffset time) => Number(time.ToUnixTimeMilliseconds());

    /// <summary>The number of an attribute; 0 if the item doesn't have it.</summary>
    public static long Number(Dictionary<string, AttributeValue> item, string name) =>
        long.TryParse(item.GetValueOrDefault(name)?.N, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static Incident ReadIncident(Dictionary<string, AttributeValue> item, Stream body)
    {
        try
        {
            using var gzip = new GZipStream(body, CompressionMode.Decompress);
            using var json = new MemoryStream();
            gzip.CopyTo(json);
            return IncidentReader.Read(json.ToArray());
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or JsonException)
        {
            throw new UnreadableItemException($"{item[Group].S} / {item[Sort].S}", exception);
        }
    }

    private static DateTimeOffset Time(Dictionary<string, AttributeValue> item, string name) =>
        item.ContainsKey(name) ? DateTimeOffset.FromUnixTimeMilliseconds(Number(item, name)) : default;
}
