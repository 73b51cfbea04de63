using System.Globalization;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using SgWatch.Aws.Accounts;
using SgWatch.Aws.Ec2;
using SgWatch.Calls;
using SgWatch.Guard;

namespace SgWatch.Aws.Tests.Accounts;

public sealed class MemberSessionsTests : IDisposable
{
    private const string Own = "111122223333";
    private const string Member = "123456789012";

    private readonly FakeTimeProvider _time = new(new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly HashSet<string> _broken = [];
    private readonly FakeAws _aws;

    public MemberSessionsTests() => _aws = new((form, _) => Task.FromResult(Answer(form)));

    [Theory]
    [InlineData("eu-west-1", "aws")]
    [InlineData("cn-north-1", "aws-cn")]
    [InlineData("us-gov-west-1", "aws-us-gov")]
    public async Task A_members_group_is_read_and_changed_by_the_role_there(string region, string partition)
    {
        var groups = Open(Member, region);

        await groups.ListAsync(new GroupFilter.Every(), null, CancellationToken.None);
        Assert.IsType<CallResult<Done>.Ok>(
            await groups.RevokeAsync("sg-0123456789abcdef0", false, ["sgr-1"], "inc-0123456789abcdef", CancellationToken.None));

        var assumed = Calls("AssumeRole");
        Assert.All(assumed, call => Assert.Equal(
            ($"arn:{partition}:iam::{Member}:role/sgwatch-member", "secret-1"), (call["RoleArn"], call["ExternalId"])));
        Assert.Equal(["sgwatch", "sgwatch-inc-0123456789abcdef"], assumed.Select(call => call["RoleSessionName"]));
        var revoke = _aws.Requests.Last();
        Assert.StartsWith($"ec2.{region}.", revoke.RequestUri!.Host, StringComparison.Ordinal);
        Assert.Contains($"Credential=KEY-{Member}/", Assert.Single(revoke.Headers.GetValues("Authorization")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_are_kept_until_shortly_before_they_expire()
    {
        var groups = Open(Member);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ListAsync(groups)));
        _time.Advance(TimeSpan.FromMinutes(54));
        await ListAsync(groups);
        Assert.Single(Calls("AssumeRole"));

        _time.Advance(TimeSpan.FromMinutes(1));
        await ListAsync(groups);
        Assert.Equal(2, Calls("AssumeRole").Count);
    }

    [Fact]
    public async Task A_refused_role_is_assumed_again_after_a_minute()
    {
        _broken.Add(Member);
        var groups = Open(Member);

        var failure = Assert.IsType<CallResult<SecurityGroupPage>.Failed>(await ListAsync(groups)).Failure;
        await ListAsync(groups);

        Assert.Equal((CallFailureKind.Refused, "AssumeRole", "AccessDenied"), (failure.Kind, failure.Operation, failure.Code));
        Assert.StartsWith(Member, failure.Message, StringComparison.Ordinal);
        Assert.Single(Calls("AssumeRole"));
        _broken.Clear();
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<CallResult<SecurityGroupPage>.Ok>(await ListAsync(groups));
    }

    [Fact]
    public async Task A_role_is_assumed_again_after_a_transient_failure()
    {
        var calls = 0;
        var aws = new FakeAws((form, _) => Task.FromResult(form["Action"] == "AssumeRole" && ++calls == 1
            ? (HttpStatusCode.ServiceUnavailable, "<ErrorResponse><Error><Code>ServiceUnavailable</Code></Error></ErrorResponse>")
            : Answer(form)));
        var groups = Provider(aws).Open(Member, null);

        Assert.Equal(CallFailureKind.Transient, Assert.IsType<CallResult<SecurityGroupPage>.Failed>(await ListAsync(groups)).Failure.Kind);
        Assert.IsType<CallResult<SecurityGroupPage>.Ok>(await ListAsync(groups));
    }

    [Fact]
    public async Task The_own_account_needs_no_role_even_if_it_is_known_only_later()
    {
        var connection = _aws.Connect();
        var members = new MemberSessions(connection, new("sgwatch-member", null), _time);
        var provider = new AwsSecurityGroupsProvider(connection, new(connection, _time), _time, members);

        await ListAsync(provider.Open(Own, null));

        Assert.Empty(Calls("AssumeRole"));
        Assert.Single(Calls("GetCallerIdentity"));
    }

    [Fact]
    public async Task Sessions_are_bounded_and_the_most_recently_used_are_kept()
    {
        var sessions = new MemberSessions(_aws.Connect(), new("sgwatch-member", null), _time);
        var first = sessions.ForReading(Account(0));
        for (var i = 1; i < 2000; i++)
        {
            sessions.ForReading(Account(i));
            Assert.Same(first, sessions.ForReading(Account(0)));
        }
        Assert.Equal(MemberSessions.MaxSessions, sessions.Kept);
        await first.AssumeAsync("eu-west-1", CancellationToken.None);
        await first.AssumeAsync("eu-west-1", CancellationToken.None);
        Assert.Single(Calls("AssumeRole"));
    }

    [Fact]
    public async Task The_name_of_a_session_keeps_within_the_characters_and_the_length_of_STS()
    {
        var groups = Open(Member);
        await groups.RevokeAsync("sg-1", false, ["sgr-1"], "inc-0\r\n evil/" + new string('a', 100), CancellationToken.None);
        Assert.Matches("^[A-Za-z0-9-]{2,64}$", Calls("AssumeRole")[0]["RoleSessionName"]);
    }

    [Theory]
    [InlineData("12345678901")]
    [InlineData("12345678901a")]
    [InlineData("123456789012:role/evil")]
    public async Task Text_that_is_no_account_never_becomes_part_of_an_arn(string account)
    {
        Assert.IsType<CallResult<SecurityGroupPage>.Failed>(await ListAsync(Open(account)));
        Assert.Empty(_aws.Calls);
    }

    public void Dispose() => _aws.Dispose();

    private static string Account(int number) => (100_000_000_000 + number).ToString(CultureInfo.InvariantCulture);

    private static Task<CallResult<SecurityGroupPage>> ListAsync(ISecurityGroups groups) =>
        groups.ListAsync(new GroupFilter.Every(), null, CancellationToken.None);

    private List<IReadOnlyDictionary<string, string>> Calls(string action) => [.. _aws.Calls.Where(call => call["Action"] == action)];

    private ISecurityGroups Open(string account, string? region = null) => Provider(_aws).Open(account, region);

    private AwsSecurityGroupsProvider Provider(FakeAws aws)
    {
        var connection = aws.Connect();
        return new(connection, new(connection, _time) { Id = Own }, _time, new(connection, new("sgwatch-member", "secret-1"), _time));
    }

    private (HttpStatusCode Status, string Body) Answer(IReadOnlyDictionary<string, string> form) => form["Action"] switch
    {
        "AssumeRole" when _broken.Contains(form["RoleArn"].Split(':')[4]) =>
            (HttpStatusCode.Forbidden, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"),
        "AssumeRole" => (HttpStatusCode.OK, $"""
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
            <AccessKeyId>KEY-{form["RoleArn"].Split(':')[4]}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
            <Expiration>{_time.GetUtcNow().AddHours(1):yyyy-MM-ddTHH:mm:ssZ}</Expiration>
            </Credentials></AssumeRoleResult></AssumeRoleResponse>
            """),
        "GetCallerIdentity" => (HttpStatusCode.OK, $"""
            <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
            <Account>{Own}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>
            """),
        var action => (HttpStatusCode.OK, $"<{action}Response><return>true</return></{action}Response>"),
    };
}
