using System.Buffers;
using System.Globalization;
using System.Text.Json;
using SgWatch.Lab.Api;

namespace SgWatch.Lab.Trail;

/// <summary>Writes what CloudTrail records of a call and EventBridge delivers: the record in its envelope.</summary>
/// <param name="accountId">The account that gets the event.</param>
/// <param name="ids">For the event's id.</param>
/// <param name="time">For its time.</param>
/// <remarks>
/// Source: CloudTrail user guide, CloudTrail record contents and userIdentity element; EventBridge user guide, AWS service events via
/// CloudTrail. No <c>tlsDetails</c>: the lab speaks plain HTTP.
/// </remarks>
internal sealed class CloudTrailWriter(string accountId, LabIds ids, TimeProvider time)
{
    /// <summary>The event of a call that changed something or failed to; null for one that only reads, which EventBridge's rules don't see.</summary>
    public byte[]? Write(LabCall call, LabAnswer answer)
    {
        if (!ChangeCalls.Contains(call.Action))
        {
            return null;
        }
        var now = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("version", "0");
            json.WriteString("id", ids.Uuid());
            json.WriteString("detail-type", "AWS API Call via CloudTrail");
            json.WriteString("source", "aws.ec2");
            json.WriteString("account", accountId);
            json.WriteString("time", now);
            json.WriteString("region", call.Region);
            json.WriteStartArray("resources");
            json.WriteEndArray();
            json.WritePropertyName("detail");
            WriteRecord(json, call, answer, now);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private void WriteRecord(Utf8JsonWriter json, LabCall call, LabAnswer answer, string now)
    {
        json.WriteStartObject();
        json.WriteString("eventVersion", "1.10");
        WriteIdentity(json, call, now);
        json.WriteString("eventTime", now);
        json.WriteString("eventSource", "ec2.amazonaws.com");
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
        json.WriteString("eventID", ids.Uuid());
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
        json.WritePropertyName("requestParameters");
        if (legacy is null)
        {
            WrapperShape.WriteRequest(json, call.Action, call.Parameters);
        }
        else
        {
            LegacyShape.WriteRequest(json, legacy, call.Parameters);
        }
        json.WritePropertyName("responseElements");
        switch (answer.Error, legacy)
        {
            case (not null, _):
                json.WriteNullValue();
                break;
            case (null, null):
                WrapperShape.WriteResponse(json, call.Action, answer);
                break;
            default:
                LegacyShape.WriteResponse(json, answer);
                break;
        }
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
