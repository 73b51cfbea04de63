using System.Globalization;
using System.Text.Json;
using SgWatch.Lab.Api;
using SgWatch.Lab.Identities;
using SgWatch.Text;

namespace SgWatch.Lab.Trail;

/// <summary>Writes what CloudTrail records of a call, and the envelope in which EventBridge delivers it.</summary>
/// <param name="accountId">The account that gets the event.</param>
/// <param name="ids">For the event's id.</param>
/// <param name="time">For its time.</param>
/// <remarks>
/// Source: CloudTrail user guide, CloudTrail record contents and userIdentity element; EventBridge user guide, AWS service events via
/// CloudTrail. No <c>tlsDetails</c>: the lab speaks plain HTTP. A request or an answer longer than CloudTrail records is left out.
/// </remarks>
internal sealed class CloudTrailWriter(string accountId, LabIds ids, TimeProvider time)
{
    private const int MaxFieldBytes = 100 * 1024;

    /// <summary>The record of a call that changed something or failed to.</summary>
    public TrailEvent Write(LabCall call, LabAnswer answer)
    {
        var now = time.GetUtcNow();
        var eventId = ids.Uuid();
        var source = $"{call.Service}.amazonaws.com";
        var record = JsonOutput.Bytes(json => WriteRecord(json, call, answer, eventId, source, Text(now)));
        return new(eventId, call.Action, source, DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()), record)
        {
            Username = call.Identity.TrailName,
            AccessKeyId = call.AccessKeyId,
        };
    }

    /// <summary>The record as EventBridge delivers it.</summary>
    public byte[] Envelope(LabCall call, TrailEvent recorded) => JsonOutput.ObjectBytes(json =>
    {
        json.WriteString("version", "0");
        json.WriteString("id", ids.Uuid());
        json.WriteString("detail-type", "AWS API Call via CloudTrail");
        json.WriteString("source", $"aws.{call.Service}");
        json.WriteString("account", accountId);
        json.WriteString("time", Text(recorded.EventTime));
        json.WriteString("region", call.Region);
        json.WriteStrings("resources", []);
        json.WritePropertyName("detail");
        json.WriteRawValue(recorded.Record.Span, skipInputValidation: true);
    });

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private void WriteRecord(Utf8JsonWriter json, LabCall call, LabAnswer answer, string eventId, string source, string now)
    {
        json.WriteStartObject();
        json.WriteString("eventVersion", "1.10");
        WriteIdentity(json, call, now);
        json.WriteString("eventTime", now);
        json.WriteString("eventSource", source);
        json.WriteString("eventName", call.Action);
        json.WriteString("awsRegion", call.Region);
        json.WriteString("sourceIPAddress", call.Identity.SourceIpAddress ?? call.SourceIpAddress);
        json.WriteString("userAgent", call.UserAgent);
        if (answer.Error is { } error)
        {
            json.WriteString("errorCode", $"{(error.StatusCode == 500 ? "Server" : "Client")}.{error.Code}");
            json.WriteString("errorMessage", error.Message);
        }
        WriteParameters(json, call, answer);
        json.WriteString("requestID", answer.RequestId);
        json.WriteString("eventID", eventId);
        json.WriteBoolean("readOnly", false);
        json.WriteString("eventType", "AwsApiCall");
        json.WriteBoolean("managementEvent", true);
        json.WriteString("recipientAccountId", accountId);
        json.WriteString("eventCategory", "Management");
        json.WriteEndObject();
    }

    private static void WriteParameters(Utf8JsonWriter json, LabCall call, LabAnswer answer)
    {
        var legacy = ChangeCalls.Legacy(call.Action);
        WriteField(json, "requestParameters", field =>
        {
            if (legacy is null)
            {
                WrapperShape.WriteRequest(field, call.Action, call.Parameters);
            }
            else
            {
                LegacyShape.WriteRequest(field, legacy, call.Parameters);
            }
        });
        WriteField(json, "responseElements", field =>
        {
            switch (answer.Error, legacy)
            {
                case (not null, _):
                    field.WriteNullValue();
                    break;
                case (null, null):
                    WrapperShape.WriteResponse(field, call.Action, answer);
                    break;
                default:
                    LegacyShape.WriteResponse(field, answer);
                    break;
            }
        });
    }

    // which of its parts CloudTrail keeps of a field that is too long isn't documented; none is the worst case
    private static void WriteField(Utf8JsonWriter json, string name, Action<Utf8JsonWriter> write)
    {
        var field = JsonOutput.Bytes(write);
        json.WritePropertyName(name);
        json.WriteRawValue(field.Length <= MaxFieldBytes ? field : """{"omitted":true}"""u8, skipInputValidation: true);
    }

    private static void WriteIdentity(Utf8JsonWriter json, LabCall call, string now)
    {
        var identity = call.Identity;
        json.WriteStartObject("userIdentity");
        json.WriteString("type", identity.Type);
        json.WriteString("principalId", identity.PrincipalId);
        json.WriteString("arn", identity.Arn);
        json.WriteString("accountId", identity.AccountId);
        json.WriteString("accessKeyId", call.AccessKeyId);
        if (identity.Type == "IAMUser")
        {
            json.WriteString("userName", identity.Name);
        }
        if (identity.Type == "AssumedRole")
        {
            json.WriteStartObject("sessionContext");
            json.WriteStartObject("sessionIssuer");
            json.WriteString("type", "Role");
            json.WriteString("principalId", identity.PrincipalId.Split(':')[0]);
            json.WriteString("arn", identity.RoleArn);
            json.WriteString("accountId", identity.AccountId);
            json.WriteString("userName", identity.Name);
            json.WriteEndObject();
            json.WriteStartObject("attributes");
            json.WriteString("creationDate", now);
            json.WriteString("mfaAuthenticated", "false");
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
