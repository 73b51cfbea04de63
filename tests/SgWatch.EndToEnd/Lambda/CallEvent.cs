using System.Globalization;
using System.Text.Json.Nodes;

namespace SgWatch.EndToEnd.Lambda;

/// <summary>The event that EventBridge delivers of any call of EC2.</summary>
internal static class CallEvent
{
    public static string Of(
        string eventName, string request, string response, string account = OpenedEvent.Account, string region = "us-east-1",
        DateTimeOffset? at = null) => new JsonObject
        {
            ["version"] = "0",
            ["id"] = Guid.NewGuid().ToString(),
            ["detail-type"] = "AWS API Call via CloudTrail",
            ["source"] = "aws.ec2",
            ["account"] = account,
            ["region"] = region,
            ["detail"] = new JsonObject
            {
                ["eventVersion"] = "1.10",
                ["userIdentity"] = new JsonObject { ["type"] = "IAMUser", ["arn"] = $"arn:aws:iam::{account}:user/eve" },
                ["eventTime"] = (at ?? DateTimeOffset.UtcNow).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
                ["eventSource"] = "ec2.amazonaws.com",
                ["eventName"] = eventName,
                ["awsRegion"] = region,
                ["requestParameters"] = JsonNode.Parse(request),
                ["responseElements"] = JsonNode.Parse(response),
                ["eventID"] = Guid.NewGuid().ToString(),
                ["recipientAccountId"] = account,
            },
        }.ToJsonString();
}
