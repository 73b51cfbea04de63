using SgWatch.Changes;
using SgWatch.Lab.Api;
using SgWatch.Lab.Identities;

namespace SgWatch.Lab.Sns;

/// <summary>
/// SNS: topics, subscriptions (confirmed at once, which AWS leaves to the subscriber) and messages, which go to the mailbox.
/// </summary>
/// <remarks>Source: SNS API Reference.</remarks>
internal sealed class SnsService(string accountId, LabIds ids, TimeProvider time, LabMailbox mailbox)
{
    public const string XmlNamespace = "http://sns.amazonaws.com/doc/2010-03-31/";

    private static readonly string[] Protocols =
        ["email", "email-json", "sms", "sqs", "http", "https", "lambda", "application", "firehose"];

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, List<Subscription>> _topics = new(StringComparer.Ordinal);

    public LabAnswer Handle(LabCall call)
    {
        var requestId = ids.Uuid();
        try
        {
            lock (_lock)
            {
                return new(requestId, null, Answer(call));
            }
        }
        catch (AwsErrorException e)
        {
            return new(requestId, e.Error, new(""));
        }
    }

    private Element Answer(LabCall call) => call.Action switch
    {
        "CreateTopic" => CreateTopic(call),
        "Subscribe" => Subscribe(call.Parameters),
        "ListSubscriptions" => List(_topics.Values.SelectMany(static subscriptions => subscriptions)),
        "ListSubscriptionsByTopic" => List(Topic(call.Parameters["TopicArn"].Value)),
        "Publish" => Publish(call.Parameters),
        _ => throw new AwsErrorException("InvalidAction", $"The action {call.Action} is not valid for this endpoint."),
    };

    private Element CreateTopic(LabCall call)
    {
        var name = call.Parameters["Name"].Value ?? "";
        if (name.Length is 0 or > 256 || !name.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
        {
            throw PublishedMessage.Invalid("Topic Name");
        }
        var arn = $"arn:aws:sns:{call.Region}:{accountId}:{name}";
        _topics.TryAdd(arn, []); // creating it again is no error
        return new("") { { "TopicArn", arn } };
    }

    private Element Subscribe(QueryNode parameters)
    {
        var topic = Topic(parameters["TopicArn"].Value);
        var protocol = parameters["Protocol"].Value ?? "";
        var endpoint = parameters["Endpoint"].Value ?? "";
        if (!Protocols.Contains(protocol))
        {
            throw PublishedMessage.Invalid($"Amazon SNS does not support this protocol string: {protocol}");
        }
        if (endpoint.Length == 0
            || (protocol.StartsWith("email", StringComparison.Ordinal) && !endpoint.Contains('@', StringComparison.Ordinal)))
        {
            throw PublishedMessage.Invalid(protocol.StartsWith("email", StringComparison.Ordinal) ? "Email address" : "Endpoint");
        }
        var subscription = topic.Find(known => known.Protocol == protocol && known.Endpoint == endpoint);
        if (subscription is null)
        {
            var arn = parameters["TopicArn"].Value!;
            topic.Add(subscription = new($"{arn}:{ids.Uuid()}", arn, protocol, endpoint));
        }
        return new("") { { "SubscriptionArn", subscription.SubscriptionArn } };
    }

    private Element List(IEnumerable<Subscription> subscriptions)
    {
        var list = new Element("Subscriptions");
        foreach (var subscription in subscriptions)
        {
            list.Add(new Element("member")
            {
                { "TopicArn", subscription.TopicArn },
                { "Protocol", subscription.Protocol },
                { "SubscriptionArn", subscription.SubscriptionArn },
                { "Owner", accountId },
                { "Endpoint", subscription.Endpoint },
            });
        }
        return new("") { list };
    }

    private Element Publish(QueryNode parameters)
    {
        var arn = parameters["TopicArn"].Value ?? parameters["TargetArn"].Value;
        var topic = Topic(arn);
        var message = PublishedMessage.Read(parameters);
        var messageId = ids.Uuid();
        foreach (var (_, _, protocol, endpoint) in topic)
        {
            mailbox.Add(new(messageId, time.GetUtcNow(), arn!, protocol, endpoint, message.Subject
                ?? "AWS Notification Message", message.For(protocol)));
        }
        return new("") { { "MessageId", messageId } };
    }

    private List<Subscription> Topic(string? arn) =>
        !Arn.TryParse(arn, out var topic) || topic.Service != "sns" || topic.Resource.Contains(':', StringComparison.Ordinal)
            ? throw PublishedMessage.Invalid("TopicArn")
            : _topics.GetValueOrDefault(arn) ?? throw new AwsErrorException("NotFound", "Topic does not exist", 404);

    private sealed record Subscription(string SubscriptionArn, string TopicArn, string Protocol, string Endpoint);
}
