using System.Text.Json;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Lambda;

/// <summary>The event that EventBridge delivers when somebody has opened a group.</summary>
internal static class OpenedEvent
{
    public const string Account = MotoServer.Account;

    public static string Of(
        string groupId, string ruleId, string account = Account, string region = "us-east-1", string userAgent = "aws-cli/2.17.0",
        DateTimeOffset? at = null, int port = 22, string cidr = "0.0.0.0/0") =>
        JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["version"] = "0",
            ["id"] = Guid.NewGuid(),
            ["detail-type"] = "AWS API Call via CloudTrail",
            ["source"] = "aws.ec2",
            ["account"] = account,
            ["time"] = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ"),
            ["region"] = region,
            ["resources"] = Array.Empty<string>(),
            ["detail"] = new
            {
                eventVersion = "1.10",
                userIdentity = new { type = "IAMUser", arn = $"arn:aws:iam::{account}:user/eve" },
                eventTime = (at ?? DateTimeOffset.UtcNow).ToString("yyyy-MM-ddTHH:mm:ssZ"),
                eventSource = "ec2.amazonaws.com",
                eventName = "AuthorizeSecurityGroupIngress",
                awsRegion = region,
                sourceIPAddress = "203.0.113.9",
                userAgent,
                requestParameters = new
                {
                    groupId,
                    ipPermissions = new
                    {
                        items = new[]
                        {
                            new
                            {
                                ipProtocol = "tcp",
                                fromPort = port,
                                toPort = port,
                                groups = new { },
                                ipRanges = new { items = new[] { new { cidrIp = cidr } } },
                            },
                        },
                    },
                },
                responseElements = new
                {
                    requestId = "r",
                    _return = true,
                    securityGroupRuleSet = new
                    {
                        items = new[]
                        {
                            new
                            {
                                groupId,
                                securityGroupRuleId = ruleId,
                                isEgress = false,
                                ipProtocol = "tcp",
                                fromPort = port,
                                toPort = port,
                                cidrIpv4 = cidr,
                            },
                        },
                    },
                },
                eventID = Guid.NewGuid(),
                recipientAccountId = account,
            },
        });

    /// <summary>A batch of messages as SQS delivers it to a function.</summary>
    public static string Batch(params (string MessageId, string Body)[] messages) => Batch(1, messages);

    /// <summary>A batch of messages, each delivered for the given time.</summary>
    /// <param name="receiveCount">1 for the first delivery.</param>
    /// <param name="messages">The messages.</param>
    public static string Batch(int receiveCount, params (string MessageId, string Body)[] messages) => JsonSerializer.Serialize(new
    {
        Records = messages.Select(message => new
        {
            messageId = message.MessageId,
            body = message.Body,
            attributes = new { ApproximateReceiveCount = $"{receiveCount}" },
            eventSource = "aws:sqs",
            awsRegion = "us-east-1",
        }),
    });
}
