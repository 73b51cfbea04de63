using System.Net;
using Microsoft.Extensions.Time.Testing;
using SgWatch.Aws.Calls;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using static SgWatch.Aws.Tests.Ec2.Ec2SecurityGroupsTests;

namespace SgWatch.Aws.Tests.Ec2;

/// <summary>Calls to EC2 that fail, are cut off, or are not answered in time.</summary>
public class Ec2FailureTests
{
    [Fact]
    public async Task A_throttled_call_is_made_once_because_the_guard_retries()
    {
        var aws = FakeAws.Refusing(HttpStatusCode.ServiceUnavailable, FakeAws.Ec2Error("RequestLimitExceeded"));
        Assert.Equal(CallFailureKind.Transient, Failure(await RevokeAsync(aws)).Kind);
        Assert.Single(aws.Calls);
    }

    [Fact] // a failed call of the guard comes back as an event, which must not lead to the same call again
    public async Task A_call_names_the_guard_in_its_user_agent()
    {
        var aws = FakeAws.Refusing(HttpStatusCode.BadRequest, FakeAws.Ec2Error("RulesPerSecurityGroupLimitExceeded"));
        await RevokeAsync(aws);
        Assert.Contains("app/sgwatch", string.Join(' ', aws.Requests.Single().Headers.GetValues("User-Agent")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_HTML_with_status_500_is_transient() => Assert.Equal(CallFailureKind.Transient,
        Failure(await RevokeAsync(FakeAws.Refusing(HttpStatusCode.InternalServerError, "<!doctype html><title>500</title>"))).Kind);

    [Fact]
    public async Task An_answer_that_is_cut_off_is_a_failure_and_no_exception() => Assert.IsType<CallResult<Done>.Failed>(
        await RevokeAsync(FakeAws.Answering(_ => "<RevokeSecurityGroupIngressResponse><retu")));

    [Fact]
    public async Task A_connection_that_fails_is_transient() => Assert.Equal(CallFailureKind.Transient,
        Failure(await RevokeAsync(new FakeAws((_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError)))).Kind);

    [Fact]
    public async Task A_call_that_is_not_answered_in_time_is_transient()
    {
        var time = new FakeTimeProvider();
        var aws = new FakeAws(async (_, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return default;
        });
        var call = RevokeAsync(aws, time);
        while (aws.Calls.IsEmpty)
        {
            await Task.Yield();
        }
        time.Advance(AwsCall.Timeout);

        Assert.Equal((CallFailureKind.Transient, "Timeout"), (Failure(await call).Kind, Failure(await call).Code));
    }

    [Fact] // a page of a listing and its calls for rules had ten seconds together
    public async Task Each_call_of_a_listing_has_a_time_limit_of_its_own()
    {
        var time = new FakeTimeProvider();
        var aws = new FakeAws((form, _) =>
        {
            time.Advance(AwsCall.Timeout - TimeSpan.FromSeconds(1));
            return Task.FromResult((HttpStatusCode.OK, form["Action"] == "DescribeSecurityGroups"
                ? Ec2SecurityGroupsTests.Groups(Group)
                : Ec2SecurityGroupsTests.Rules(null)));
        });

        var page = await Open(aws, time).ListAsync(new GroupFilter.Every(), null, CancellationToken.None);

        Assert.True(page is CallResult<SecurityGroupPage>.Ok, $"{page.FailureOrNull}");
    }

    [Fact]
    public async Task A_call_that_its_caller_cancels_throws_a_cancellation()
    {
        using var cancellation = new CancellationTokenSource();
        var aws = new FakeAws(async (_, token) =>
        {
            await cancellation.CancelAsync();
            token.ThrowIfCancellationRequested();
            return default;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Open(aws).RevokeAsync("sg-1", false, ["sgr-1"], cancellation.Token));
    }
}
