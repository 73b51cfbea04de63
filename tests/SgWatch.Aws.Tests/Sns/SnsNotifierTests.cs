using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SgWatch.Aws.Sns;
using SgWatch.Calls;
using SgWatch.Incidents;

namespace SgWatch.Aws.Tests.Sns;

public class SnsNotifierTests
{
    private static readonly Notification Awkward =
        new("sgwatch.test", "a & b = c + d ~ /?#%", "line\r\nünï 😀 'quoted' *", "{\"a\":\"&=+ %20\"}");

    [Fact]
    public async Task A_notification_is_published_to_the_topic_in_its_own_region()
    {
        var aws = FakeAws.Answering(_ => "<PublishResponse/>");

        Assert.IsType<CallResult<Done>.Ok>(await Send(aws));

        var call = Assert.Single(aws.Calls);
        Assert.Equal(("Publish", "2010-03-31", "json", "arn:aws:sns:us-west-2:111122223333:sgwatch", Awkward.Subject),
            (call["Action"], call["Version"], call["MessageStructure"], call["TopicArn"], call["Subject"]));
        using var message = JsonDocument.Parse(call["Message"]);
        Assert.Equal(Awkward.Text, message.RootElement.GetProperty("email").GetString());
        Assert.Equal(Awkward.Json, message.RootElement.GetProperty("default").GetString());
        var request = Assert.Single(aws.Requests);
        Assert.Equal("https://sns.us-west-2.amazonaws.com/", request.RequestUri!.ToString());
        Assert.Contains(
            "Credential=AKIDEXAMPLE/20260822/us-west-2/sns/aws4_request", Header(request, "Authorization"), StringComparison.Ordinal);
        Assert.Equal("20260822T100000Z", Header(request, "X-Amz-Date"));
    }

    [Fact] // a server may hash the form in its own way, and needs this header to check the signature
    public async Task The_hash_of_the_body_is_sent_and_signed()
    {
        var aws = FakeAws.Answering(_ => "<PublishResponse/>");
        await Send(aws);
        var request = Assert.Single(aws.Requests);
        Assert.Matches("^[0-9a-f]{64}$", Header(request, "X-Amz-Content-SHA256"));
        Assert.Matches("SignedHeaders=[^,]*x-amz-content-sha256", Header(request, "Authorization"));
    }

    [Fact]
    public async Task A_session_token_is_sent_and_signed()
    {
        var aws = FakeAws.Answering(_ => "<PublishResponse/>");
        await Send(aws, aws.Connect(FakeAws.Settings with { SessionToken = "token+/=" }));
        var request = Assert.Single(aws.Requests);
        Assert.Equal("token+/=", Header(request, "X-Amz-Security-Token"));
        Assert.Matches("SignedHeaders=[^,]*x-amz-security-token", Header(request, "Authorization"));
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "AuthorizationError", CallFailureKind.Refused)]
    [InlineData(HttpStatusCode.NotFound, "NotFound", CallFailureKind.NotFound)]
    [InlineData(HttpStatusCode.BadRequest, "InvalidParameter", CallFailureKind.Rejected)]
    [InlineData(HttpStatusCode.BadRequest, "Throttled", CallFailureKind.Transient)]
    public async Task A_refusal_is_read_from_its_code(HttpStatusCode status, string code, CallFailureKind kind)
    {
        var body = $"<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error><Type>Sender</Type><Code>{code}</Code>"
            + "<Message>why &amp; how</Message></Error><RequestId>r</RequestId></ErrorResponse>";

        var failure = Assert.IsType<CallResult<Done>.Failed>(await Send(FakeAws.Refusing(status, body))).Failure;

        Assert.Equal(new CallFailure(kind, "Publish", code, "why & how"), failure);
    }

    [Theory]
    [InlineData("<html><p>Bad gateway")]
    [InlineData("")]
    public async Task An_error_that_is_not_from_SNS_is_known_by_its_status(string body)
    {
        var failure = Assert.IsType<CallResult<Done>.Failed>(await Send(FakeAws.Refusing(HttpStatusCode.BadGateway, body))).Failure;
        Assert.Equal((CallFailureKind.Transient, "Http502"), (failure.Kind, failure.Code));
    }

    private static string Header(HttpRequestMessage request, string name) => Assert.Single(request.Headers.GetValues(name));

    private static Task<CallResult<Done>> Send(FakeAws aws, SgWatch.Aws.Connections.AwsConnection? connection = null)
    {
        Assert.True(TopicArn.TryParse("arn:aws:sns:us-west-2:111122223333:sgwatch", out var topic));
        var time = new FakeTimeProvider(new(2026, 8, 22, 10, 0, 0, TimeSpan.Zero));
        return new SnsNotifier(connection ?? aws.Connect(), topic, time).SendAsync(Awkward, CancellationToken.None);
    }
}
