using System.Net;
using System.Net.Sockets;
using Amazon.EC2;
using Amazon.Runtime;
using SgWatch.Aws.Calls;
using SgWatch.Aws.Settings;
using SgWatch.Calls;

namespace SgWatch.Aws.Tests.Calls;

public class AwsFailuresTests
{
    [Theory]
    [InlineData("RequestLimitExceeded", 503, CallFailureKind.Transient)]
    [InlineData("Throttling", 400, CallFailureKind.Transient)]
    [InlineData("ThrottlingException", 400, CallFailureKind.Transient)]
    [InlineData("RequestThrottled", 400, CallFailureKind.Transient)]
    [InlineData("ServiceUnavailable", 503, CallFailureKind.Transient)]
    [InlineData("Unavailable", 503, CallFailureKind.Transient)]
    [InlineData("InternalError", 500, CallFailureKind.Transient)]
    [InlineData("SomethingNew", 502, CallFailureKind.Transient)]
    [InlineData("", 500, CallFailureKind.Transient)]
    [InlineData(null, 429, CallFailureKind.Transient)]
    [InlineData("InvalidGroup.NotFound", 400, CallFailureKind.NotFound)]
    [InlineData("InvalidGroupId.NotFound", 400, CallFailureKind.NotFound)]
    [InlineData("InvalidPermission.NotFound", 400, CallFailureKind.NotFound)]
    [InlineData("InvalidSecurityGroupRuleId.NotFound", 400, CallFailureKind.NotFound)]
    [InlineData("InvalidPrefixListID.NotFound", 400, CallFailureKind.NotFound)]
    [InlineData("InvalidPermission.Duplicate", 400, CallFailureKind.Duplicate)]
    [InlineData("UnauthorizedOperation", 403, CallFailureKind.Refused)]
    [InlineData("AccessDenied", 403, CallFailureKind.Refused)]
    [InlineData("AuthFailure", 401, CallFailureKind.Refused)]
    [InlineData("ExpiredToken", 400, CallFailureKind.Refused)]
    [InlineData("InvalidClientTokenId", 403, CallFailureKind.Refused)]
    [InlineData("UnrecognizedClientException", 400, CallFailureKind.Refused)]
    [InlineData("OptInRequired", 401, CallFailureKind.Refused)]
    [InlineData("SomethingNew", 403, CallFailureKind.Refused)]
    [InlineData("InvalidGroupId.Malformed", 400, CallFailureKind.Rejected)]
    [InlineData("RulesPerSecurityGroupLimitExceeded", 400, CallFailureKind.Rejected)]
    [InlineData("SomethingNew", 400, CallFailureKind.Rejected)]
    public void The_error_code_says_what_can_be_done(string? code, int status, CallFailureKind kind)
    {
        var service = new AmazonEC2Exception("throttled? not found? no matter", ErrorType.Unknown, code, "r", (HttpStatusCode)status);
        var failure = Read(service);
        Assert.Equal((kind, "Op"), (failure.Kind, failure.Operation));
        Assert.NotEmpty(failure.Code);
    }

    [Fact]
    public void What_the_network_throws_is_transient()
    {
        Exception[] thrown = [
            new HttpRequestException(HttpRequestError.NameResolutionError), new IOException(), new SocketException(),
            new TimeoutException(), new TaskCanceledException(), new AmazonEC2Exception("x", new HttpRequestException())];
        Assert.All(thrown, exception => Assert.Equal(CallFailureKind.Transient, Read(exception).Kind));
    }

    [Fact]
    public void Missing_credentials_and_wrong_settings_are_refusals()
    {
        Exception[] thrown = [new AmazonClientException("no credentials"), new AwsConfigurationException("no bundle")];
        Assert.All(thrown, exception => Assert.Equal(CallFailureKind.Refused, Read(exception).Kind));
    }

    [Fact]
    public void A_fault_of_our_own_is_no_failed_call() =>
        Assert.False(AwsFailures.TryRead("Op", new InvalidOperationException(), out _));

    [Fact]
    public void A_message_is_cut_to_what_a_person_reads() =>
        Assert.InRange(Read(new AmazonEC2Exception(new string('x', 9000))).Message.Length, 1, 1001);

    private static CallFailure Read(Exception exception)
    {
        Assert.True(AwsFailures.TryRead("Op", exception, out var failure));
        return failure;
    }
}
