using System.Net;
using System.Text.Json;
using SgWatch.Aws.Sqs;
using SgWatch.Calls;

namespace SgWatch.Aws.Tests.Sqs;

public sealed class SqsContinuationSenderTests
{
    // the SDK compares the hashes with those of the messages that it sent
    private const string First = """{"Id":"m0","MessageId":"1","MD5OfMessageBody":"fc58ec939148aff18ebb29c6af6a2b8e"}""";
    private const string Second = """{"Id":"m1","MessageId":"2","MD5OfMessageBody":"92eb5ffee6ae2fec3ad71c777531578f"}""";
    private const string Refused = """{"Id":"m1","Code":"InternalError","SenderFault":false,"Message":"no"}""";

    private static readonly Uri Queue = new("https://sqs.eu-west-3.amazonaws.com/111122223333/sgwatch");

    [Fact]
    public async Task Messages_go_to_the_queue_in_one_call_each_hidden_for_a_while()
    {
        var aws = FakeAws.Answering(_ => $$"""{"Successful":[{{First}},{{Second}}],"Failed":[]}""");

        Assert.IsType<CallResult<Done>.Ok>(await SendAsync(aws, TimeSpan.FromMinutes(20)));

        var call = Assert.Single(aws.Calls);
        Assert.Equal("AmazonSQS.SendMessageBatch", call["Action"]);
        Assert.Equal("sqs.eu-west-3.amazonaws.com", Assert.Single(aws.Requests).RequestUri!.Host);
        using var body = JsonDocument.Parse(call["Body"]);
        Assert.Equal(Queue.ToString(), body.RootElement.GetProperty("QueueUrl").GetString());
        Assert.Equal(
            [("""{"sgwatch":"sweep"}""", 900), ("b", 900)],
            body.RootElement.GetProperty("Entries").EnumerateArray()
                .Select(entry => (entry.GetProperty("MessageBody").GetString()!, entry.GetProperty("DelaySeconds").GetInt32())));
    }

    [Fact]
    public async Task A_single_refused_message_is_a_failure()
    {
        var aws = FakeAws.Answering(_ => $$"""{"Successful":[{{First}}],"Failed":[{{Refused}}]}""");
        var failure = Assert.IsType<CallResult<Done>.Failed>(await SendAsync(aws, TimeSpan.Zero)).Failure;
        Assert.Equal((CallFailureKind.Transient, "InternalError"), (failure.Kind, failure.Code));
    }

    [Fact]
    public async Task A_queue_that_may_not_be_written_to_is_refused()
    {
        var aws = FakeAws.Refusing(
            HttpStatusCode.Forbidden, """{"__type":"com.amazon.coral.service#AccessDeniedException","message":"no"}""");
        Assert.Equal(CallFailureKind.Refused, Assert.IsType<CallResult<Done>.Failed>(await SendAsync(aws, TimeSpan.Zero)).Failure.Kind);
    }

    private static async Task<CallResult<Done>> SendAsync(FakeAws aws, TimeSpan delay)
    {
        using var messages = new SqsContinuationSender(aws.Connect(), Queue, TimeProvider.System);
        return await messages.SendAsync(["""{"sgwatch":"sweep"}""", "b"], delay, CancellationToken.None);
    }
}
