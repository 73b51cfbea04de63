using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using SgWatch.Aws.Calls;
using SgWatch.Incidents;
using SgWatch.Text;

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

    /// <summary>The attributes of an <see cref="IncidentMark"/>.</summary>
    public const string MarkProjection =
        $"{Group}, {Sort}, {Outcome}, {StartTokens}, {LeaseUntil}, {NotificationLeaseUntil}, {Notified}";

    /// <summary>The longest body in an incident's own item. A longer one has items of its own, which no query of the past reads.</summary>
    public const int MaxBodyBytes = 32 * 1024;

    /// <summary>How long an incident is kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(400);

    public static Dictionary<string, AttributeValue> Key(Incident incident) => Key(IncidentKey.Of(incident));

    public static Dictionary<string, AttributeValue> Key(IncidentKey key) =>
        new() { [Group] = new(key.Group), [Sort] = new(key.Sort) };

    /// <summary>Reads what an item notes beside its incident; null if its outcome is a word that this version doesn't know.</summary>
    public static IncidentMark? ReadMark(Dictionary<string, AttributeValue> item) =>
        Enum.TryParse<IncidentOutcome>(item.GetValueOrDefault(Outcome)?.S, out var outcome)
            ? new(new(item[Group].S, item[Sort].S), outcome)
            {
                Guards = item.GetValueOrDefault(StartTokens)?.SS?.Count ?? 0,
                LeaseUntil = Time(item, LeaseUntil),
                NotificationLeaseUntil = Time(item, NotificationLeaseUntil),
                Notified = Enum.TryParse<IncidentOutcome>(item.GetValueOrDefault(Notified)?.S, out var notified) ? notified : null,
            }
            : null;

    /// <summary>The incident's JSON, compressed, in parts of a length.</summary>
    public static CompressedParts Compress(Incident incident, int partBytes)
    {
        using var parts = new PartsWriter(partBytes);
        using (var gzip = new GZipStream(parts, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonOutput.WriteTo(gzip, json => IncidentJson.Write(json, incident));
        }
        return parts.End();
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
            return IncidentReader.Read(json.GetBuffer().AsMemory(0, (int)json.Length));
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or JsonException)
        {
            throw new UnreadableItemException($"{item[Group].S} / {item[Sort].S}", exception);
        }
    }

    private static DateTimeOffset Time(Dictionary<string, AttributeValue> item, string name) =>
        item.ContainsKey(name) ? DateTimeOffset.FromUnixTimeMilliseconds(Number(item, name)) : default;
}
