namespace SgWatch.Lab.Tests.Sns;

public sealed class SnsServiceTests : LabFixture
{
    [Fact]
    public async Task A_message_reaches_each_subscriber_with_its_protocols_text()
    {
        var topic = (await Client.SnsAsync("CreateTopic", "Name=alerts")).Text("TopicArn")!;
        Assert.Equal("arn:aws:sns:us-east-1:111122223333:alerts", topic);
        await Client.SnsAsync("Subscribe", $"TopicArn={topic}&Protocol=email&Endpoint=ops@example.com");
        await Client.SnsAsync("Subscribe", $"TopicArn={topic}&Protocol=email&Endpoint=ops@example.com"); // the same one
        await Client.SnsAsync("Subscribe", $"TopicArn={topic}&Protocol=sqs&Endpoint=arn:aws:sqs:us-east-1:111122223333:q");
        var listed = await Client.SnsAsync("ListSubscriptionsByTopic", $"TopicArn={topic}");
        Assert.Equal(["ops@example.com", "arn:aws:sqs:us-east-1:111122223333:q"], listed.Texts("Endpoint"));
        Assert.Equal(2, (await Client.SnsAsync("ListSubscriptions")).Texts("SubscriptionArn").Distinct().Count());
        var message = Uri.EscapeDataString("""{"default":"d","email":"two\nlines","lambda":"x"}""");
        var id = (await Client.SnsAsync("Publish", $"TopicArn={topic}&Subject=Closed&MessageStructure=json&Message={message}"))
            .Text("MessageId");
        Assert.Equal([("email", "Closed", "two\nlines"), ("sqs", "Closed", "d")],
            Lab.Mailbox.Messages.Select(mail => (mail.Protocol, mail.Subject, mail.Body)));
        Assert.All(Lab.Mailbox.Messages, mail => Assert.Equal((id, Time.GetUtcNow()), (mail.MessageId, mail.Time)));
    }

    [Theory]
    [InlineData("Publish", "TopicArn={topic}&Message=m&Subject={100}", 400, "InvalidParameter")]
    [InlineData("Publish", "TopicArn={topic}&Message=m&Subject=%C3%A9", 400, "InvalidParameter")]
    [InlineData("Publish", "TopicArn={topic}&Message=m&Subject=a%0Ab", 400, "InvalidParameter")]
    [InlineData("Publish", "TopicArn={topic}&Message=m&Subject=", 400, "InvalidParameter")]
    [InlineData("Publish", "TopicArn={topic}&Message=", 400, "InvalidParameter")]
    [InlineData("Publish", "TopicArn={topic}&Message={257K}", 400, "InvalidParameter")]
    [InlineData("Publish", "TopicArn={topic}&Message=m&MessageStructure=xml", 400, "InvalidParameter")]
    [InlineData("Publish", "TopicArn={topic}&Message=m&MessageStructure=json", 400, "InvalidParameter")]
    [InlineData("Publish", "TopicArn={topic}&Message=[]&MessageStructure=json", 400, "InvalidParameter")]
    [InlineData("Publish", "TopicArn={topic}&Message={}&MessageStructure=json", 400, "InvalidParameter")]
    [InlineData("Publish", "TopicArn={topic}&Message={\"default\":1}&MessageStructure=json", 400, "InvalidParameter")]
    [InlineData("Publish", "TopicArn={topic}x&Message=m", 404, "NotFound")]
    [InlineData("Publish", "TopicArn=x&Message=m", 400, "InvalidParameter")]
    [InlineData("Subscribe", "TopicArn={topic}&Protocol=email&Endpoint=nobody", 400, "InvalidParameter")]
    [InlineData("Subscribe", "TopicArn={topic}&Protocol=pigeon&Endpoint=x", 400, "InvalidParameter")]
    [InlineData("CreateTopic", "Name=a/b", 400, "InvalidParameter")]
    [InlineData("SetTopicAttributes", "", 400, "InvalidAction")]
    public async Task Refusals_have_sns_codes_and_nothing_is_delivered(string action, string parameters, int status, string code)
    {
        var topic = (await Client.SnsAsync("CreateTopic", "Name=alerts")).Text("TopicArn")!;
        await Client.SnsAsync("Subscribe", $"TopicArn={topic}&Protocol=email&Endpoint=ops@example.com");
        var reply = await Client.SnsAsync(action, parameters
            .Replace("{topic}", topic, StringComparison.Ordinal)
            .Replace("{100}", new string('a', 100), StringComparison.Ordinal)
            .Replace("{257K}", new string('a', 257 * 1024), StringComparison.Ordinal));
        Assert.Equal((status, code), (reply.Status, reply.Code));
        Assert.Empty(Lab.Mailbox.Messages);
    }

    [Fact]
    public async Task A_subject_of_99_characters_is_taken()
    {
        var topic = (await Client.SnsAsync("CreateTopic", "Name=alerts")).Text("TopicArn")!;
        Assert.Equal(200, (await Client.SnsAsync("Publish", $"TopicArn={topic}&Message=m&Subject={new string('a', 99)}")).Status);
    }
}
