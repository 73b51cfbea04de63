using SgWatch.Aws.Ec2;
using SgWatch.Calls;

namespace SgWatch.Aws.Tests.Ec2;

public class AwsSecurityGroupsProviderTests
{
    private const string Own = "111122223333";

    [Theory]
    [InlineData(null)]
    [InlineData(Own)]
    public async Task The_own_account_is_opened_without_asking_who_it_is(string? account)
    {
        var aws = Answering();
        var groups = Provider(aws, Own).Open(new(account, "us-west-2"));

        Assert.IsType<CallResult<Done>.Ok>(await groups.RevokeAsync("sg-1", false, ["sgr-1"], CancellationToken.None));

        Assert.Equal(["RevokeSecurityGroupIngress"], aws.Calls.Select(call => call["Action"]));
        var request = Assert.Single(aws.Requests);
        Assert.Equal("ec2.us-west-2.amazonaws.com", request.RequestUri!.Host);
        Assert.Contains("/us-west-2/ec2/aws4_request", Assert.Single(request.Headers.GetValues("Authorization")), StringComparison.Ordinal);
    }

    [Fact] // else the signer would take us-east-1 for a host without a region in its name
    public void An_endpoint_of_the_users_own_is_signed_for_the_region_of_the_event() =>
        Assert.Equal("us-west-2", Answering().Connect().CreateEc2("us-west-2").Config.AuthenticationRegion);

    [Theory]
    [InlineData(Own)]
    [InlineData(null)] // STS is asked first
    public async Task Another_account_is_refused_and_nothing_is_done_in_the_own_account(string? known)
    {
        var aws = Answering();
        var groups = Provider(aws, known).Open(new("123456789012", "us-west-2"));

        var answer = await groups.RevokeAsync("sg-1", false, ["sgr-1"], CancellationToken.None);

        var failure = Assert.IsType<CallResult<Done>.Failed>(answer).Failure;
        Assert.Equal((CallFailureKind.Refused, "NoMemberRole"), (failure.Kind, failure.Code));
        Assert.DoesNotContain(aws.Calls, call => call["Action"] != "GetCallerIdentity");
    }

    [Fact]
    public async Task The_own_account_is_asked_for_once_if_nobody_has_set_it()
    {
        var aws = Answering();
        var groups = Provider(aws, null).Open(new(Own, null));

        await groups.RevokeAsync("sg-1", false, ["sgr-1"], CancellationToken.None);
        await groups.RevokeAsync("sg-1", true, ["sgr-1"], CancellationToken.None);

        Assert.Equal(
            ["GetCallerIdentity", "RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress"], aws.Calls.Select(call => call["Action"]));
    }

    [Fact]
    public void A_region_is_opened_once_and_the_number_of_open_regions_is_bounded()
    {
        var provider = Provider(Answering(), Own);
        Assert.Same(provider.Open(default), provider.Open(new(Own, "eu-west-1")));
        for (var i = 0; i < 1000; i++)
        {
            provider.Open(new(Own, $"region-{i}"));
        }
        Assert.InRange(provider.Kept, 1, 64);
    }

    [Theory]
    [InlineData("evil.example/#")]
    [InlineData("eu-west-1.evil")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("a-region-name-that-is-much-longer-than-any")]
    public async Task Text_that_is_no_region_never_becomes_a_host(string region)
    {
        var aws = Answering();
        var answer = await Provider(aws, Own).Open(new(null, region)).ReadAsync("sg-1", CancellationToken.None);
        Assert.IsType<CallResult<SgWatch.Rules.SecurityGroup>.Failed>(answer);
        Assert.Empty(aws.Calls);
    }

    private static FakeAws Answering() => FakeAws.Answering(form =>
    {
        var content = form["Action"] == "GetCallerIdentity"
            ? $"<GetCallerIdentityResult><Account>{Own}</Account></GetCallerIdentityResult>"
            : "<return>true</return>";
        return $"<{form["Action"]}Response>{content}</{form["Action"]}Response>";
    });

    private static AwsSecurityGroupsProvider Provider(FakeAws aws, string? own)
    {
        var connection = aws.Connect();
        return new(connection, new(connection, TimeProvider.System) { Id = own }, TimeProvider.System);
    }
}
