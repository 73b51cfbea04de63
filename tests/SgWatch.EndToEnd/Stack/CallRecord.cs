using System.Text.Json;
using System.Text.Json.Nodes;

namespace SgWatch.EndToEnd.Stack;

/// <summary>A call of AWS's API as CloudTrail records it and EventBridge delivers it.</summary>
/// <param name="Name">The call as CloudTrail names it, with its service: <c>lambda DeleteFunction20150331</c>.</param>
/// <param name="Request">The request's parameters, in JSON.</param>
/// <param name="Answer">The response's elements, in JSON.</param>
/// <param name="Error">The error's code, if the call was refused.</param>
/// <param name="Resource">The ARN in <c>resources</c>, which KMS's records have.</param>
public sealed record CallRecord(string Name, string Request = "null", string Answer = "null", string? Error = null, string? Resource = null)
{
    public const string DetailType = "AWS API Call via CloudTrail";

    private string Service => Name.Split(' ')[0];

    /// <summary>The event's source, such as <c>aws.lambda</c>.</summary>
    public string Source => $"aws.{Service}";

    /// <summary>The CloudTrail record.</summary>
    public JsonObject Detail
    {
        get
        {
            var record = new JsonObject
            {
                ["eventVersion"] = "1.09",
                ["userIdentity"] = new JsonObject
                {
                    ["type"] = "AssumedRole",
                    ["principalId"] = "AROAEXAMPLE:mallory",
                    ["arn"] = $"arn:aws:sts::{WatchFixture.Account}:assumed-role/admin/mallory",
                    ["accountId"] = WatchFixture.Account,
                },
                ["eventTime"] = "2026-11-23T10:00:00Z",
                ["eventSource"] = $"{Service}.amazonaws.com",
                ["eventName"] = Name.Split(' ')[1],
                ["awsRegion"] = WatchFixture.Region,
                ["sourceIPAddress"] = "203.0.113.9",
                ["userAgent"] = "\"}, \"what\": \"nothing at all\" <who>",
                ["requestParameters"] = JsonNode.Parse(Request),
                ["responseElements"] = JsonNode.Parse(Answer),
                ["requestID"] = "6b0bd8f5-0000-4000-8000-000000000000",
                ["eventID"] = "7c1ce906-0000-4000-8000-000000000000",
                ["readOnly"] = false,
                ["eventType"] = "AwsApiCall",
                ["managementEvent"] = true,
                ["recipientAccountId"] = WatchFixture.Account,
                ["eventCategory"] = "Management",
            };
            if (Error is not null)
            {
                record["errorCode"] = Error;
                record["errorMessage"] = "User is not authorized to perform this";
            }
            if (Resource is not null)
            {
                record["resources"] = new JsonArray(new JsonObject
                {
                    ["accountId"] = WatchFixture.Account,
                    ["type"] = "AWS::KMS::Key",
                    ["ARN"] = Resource,
                });
            }
            return record;
        }
    }

    /// <summary>The event around it.</summary>
    public JsonElement Message => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["version"] = "0",
        ["id"] = "00000000-0000-4000-8000-000000000000",
        ["detail-type"] = DetailType,
        ["source"] = Source,
        ["account"] = WatchFixture.Account,
        ["time"] = "2026-11-23T10:00:05Z",
        ["region"] = WatchFixture.Region,
        ["resources"] = new JsonArray(),
        ["detail"] = Detail,
    });
}
