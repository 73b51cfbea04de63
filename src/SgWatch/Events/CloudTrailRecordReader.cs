using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using SgWatch.Changes;
using SgWatch.Text;

namespace SgWatch.Events;

/// <summary>Reads one CloudTrail record: who made which call, when and where, and what follows from it.</summary>
/// <remarks>Source: CloudTrail user guide, CloudTrail record contents.</remarks>
internal static class CloudTrailRecordReader
{
    private const string Ec2 = "ec2.amazonaws.com";

    private static readonly string[] TimeFormats =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF"];

    /// <summary>Reads a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="envelope">The EventBridge event that carried it. <c>default</c> if there is none.</param>
    public static Trigger Read(JsonElement record, JsonElement envelope)
    {
        var source = record.Find("eventSource").Text();
        var name = record.Find("eventName").ShownText();
        if (source is not (null or Ec2))
        {
            return new Trigger.Ignored($"{SafeText.Quoted(name)} of {SafeText.Quoted(source)}: another service's event");
        }
        if (name is null)
        {
            return UnreadableBytes.Read(JsonMarshal.GetRawUtf8Value(record));
        }
        var origin = ReadOrigin(name, record, envelope);
        var hints = CallReader.Read(name, CallParameters.Of(record), origin.Region, out var reason);
        if (record.Find("errorCode").Text() is { Length: > 0 } error)
        {
            hints = FailedCalls.MayHaveAdded(origin, error) ? FailedCalls.OnlyWhere(hints) : [];
            reason = $"failed and changed nothing: {SafeText.Quoted(error)}";
            return hints.IsEmpty ? new Trigger.Ignored($"{SafeText.Quoted(name)} {reason}") : new Trigger.Change(origin, hints);
        }
        return hints.IsEmpty
            ? new Trigger.Ignored($"{SafeText.Quoted(name)}: {reason}")
            : new Trigger.Change(origin, hints);
    }

    /// <summary>Reads a time in ISO 8601, or with a space for the T, as log pipelines write it. Without an offset it is UTC.</summary>
    public static DateTimeOffset? ReadTime(JsonElement element) => DateTimeOffset.TryParseExact(element.Text(), TimeFormats,
        CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    private static Origin ReadOrigin(string name, JsonElement record, JsonElement envelope) => new(name)
    {
        EventId = record.Find("eventID").ShownText(),
        EventTime = ReadTime(record.Find("eventTime")) ?? ReadTime(envelope.Find("time")),
        // EventBridge writes the envelope, and others may forge the record. No call of EC2 goes to another account, so without a recipient
        // (in records before 2020) the caller's account is the right one.
        Account = envelope.Find("account").Account() ?? record.Find("recipientAccountId").Account()
            ?? record.Find("userIdentity").Find("accountId").Account(),
        Region = record.Find("awsRegion").Region() ?? envelope.Find("region").Region(),
        Actor = ReadActor(record),
    };

    private static Actor? ReadActor(JsonElement record)
    {
        var identity = record.Find("userIdentity");
        var actor = new Actor
        {
            Type = identity.Find("type").ShownText(),
            Arn = identity.Find("arn").ShownText(),
            SessionIssuerArn = identity.Find("sessionContext").Find("sessionIssuer").Find("arn").ShownText(),
            InvokedBy = identity.Find("invokedBy").ShownText(),
            SourceIpAddress = record.Find("sourceIPAddress").ShownText(),
            UserAgent = record.Find("userAgent").ShownText(),
        };
        return actor == new Actor() ? null : actor;
    }
}
