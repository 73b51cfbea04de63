using System.Globalization;
using System.Text;
using System.Text.Json;
using SgWatch.Lab.Api;
using SgWatch.Lab.Identities;
using SgWatch.Text;

namespace SgWatch.Lab.Trail;

/// <summary>CloudTrail, as far as LookupEvents goes.</summary>
/// <remarks>Source: CloudTrail API Reference, LookupEvents. Insights events: there are none.</remarks>
internal sealed class CloudTrailService(LabTrail trail, LabIds ids)
{
    public LabAnswer Handle(LabCall call)
    {
        var requestId = ids.Uuid();
        try
        {
            if (call.Action != "LookupEvents")
            {
                throw new AwsErrorException("UnknownOperationException", $"The lab's CloudTrail has no {call.Action}.");
            }
            var page = trail.Find(call.Region, ReadQuery(call.Parameters), call.AccessKeyId);
            var isInsight = !call.Parameters["EventCategory"].IsEmpty;
            return new(requestId, null, new("")) { Json = Write(isInsight ? new([], null) : page) };
        }
        catch (AwsErrorException e)
        {
            return new(requestId, e.Error, new(""));
        }
    }

    private static TrailQuery ReadQuery(QueryNode parameters)
    {
        var attributes = parameters["LookupAttributes"].Items.ToList();
        return attributes.Count > 1
            ? throw new AwsErrorException("InvalidLookupAttributesException", "A lookup may have one attribute.")
            : new()
            {
                AttributeKey = attributes.Count == 0 ? null : attributes[0]["AttributeKey"].Value ?? "",
                AttributeValue = attributes.Count == 0 ? "" : attributes[0]["AttributeValue"].Value ?? "",
                StartTime = ReadTime(parameters["StartTime"].Value),
                EndTime = ReadTime(parameters["EndTime"].Value),
                MaxResults = parameters["MaxResults"].Number ?? TrailQuery.MaxPage,
                NextToken = parameters["NextToken"].Value,
            };
    }

    // seconds since 1970, perhaps with a fraction or an exponent
    private static DateTimeOffset? ReadTime(string? text) => text is null
        ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= 0 && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : throw new AwsErrorException("InvalidTimeRangeException", $"'{text}' is no time.");

    private static byte[] Write(TrailPage page) => JsonOutput.ObjectBytes(json =>
    {
        json.WriteObjects("Events", page.Events, Write);
        if (page.NextToken is { } token)
        {
            json.WriteString("NextToken", token);
        }
    });

    private static void Write(Utf8JsonWriter json, TrailEvent found)
    {
        json.WriteString("EventId", found.EventId);
        json.WriteString("EventName", found.EventName);
        json.WriteString("ReadOnly", "false"); // a text, as CloudTrail has it
        json.WriteString("AccessKeyId", found.AccessKeyId);
        json.WriteNumber("EventTime", found.EventTime.ToUnixTimeSeconds());
        json.WriteString("EventSource", found.EventSource);
        json.WriteString("Username", found.Username);
        json.WriteObjects("Resources", found.Resources, static (json, resource) =>
        {
            json.WriteString("ResourceType", resource.Type);
            json.WriteString("ResourceName", resource.Name);
        });
        json.WriteString("CloudTrailEvent", Encoding.UTF8.GetString(found.Record.Span));
    }
}
