using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SgWatch.Aws.Accounts;
using SgWatch.Aws.SecurityHub;
using SgWatch.Calls;
using SgWatch.Incidents;
using SgWatch.Tests;
using SgWatch.Tests.Incidents;

namespace SgWatch.Aws.Tests.SecurityHub;

public sealed class SecurityHubNotifierTests
{
    private const string Own = "111122223333";
    private const string Member = "123456789012";
    private const string Imported = """{"FailedCount":0,"SuccessCount":1,"FailedFindings":[]}""";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly FakeTimeProvider _time = new(SampleIncident.Noon);

    [Fact]
    public async Task A_finding_is_imported_in_the_groups_own_region()
    {
        var aws = FakeAws.Answering(_ => Imported);

        Assert.IsType<CallResult<Done>.Ok>(await SendAsync(aws, SampleIncident.Of(IncidentOutcome.Reverted) with { Region = "us-west-2" }));

        var request = Assert.Single(aws.Requests);
        Assert.Equal("https://securityhub.us-west-2.amazonaws.com/findings/import", request.RequestUri!.ToString());
        Assert.Contains("/us-west-2/securityhub/aws4_request", Authorization(request), StringComparison.Ordinal);
        using var body = JsonDocument.Parse(Assert.Single(aws.Calls)["Body"]);
        Snapshot.Match(KeptText.Of(JsonSerializer.Serialize(body.RootElement, Indented) + "\n"));
    }

    [Fact] // Security Hub takes a finding of an account from that account alone
    public async Task A_members_finding_is_imported_by_the_role_there()
    {
        var aws = FakeAws.Answering(form => form.GetValueOrDefault("Action") == "AssumeRole" ? $"""
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
            <AccessKeyId>KEY-{form["RoleArn"].Split(':')[4]}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
            <Expiration>2026-08-01T13:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
            """ : Imported);

        Assert.IsType<CallResult<Done>.Ok>(await SendAsync(aws, SampleIncident.Of(IncidentOutcome.Failed) with { Account = Member }));

        Assert.Contains($"Credential=KEY-{Member}/", Authorization(aws.Requests.Last()), StringComparison.Ordinal);
        using var body = JsonDocument.Parse(aws.Calls.Last()["Body"]);
        var finding = body.RootElement.GetProperty("Findings")[0];
        Assert.Equal(
            (Member, $"arn:aws:securityhub:eu-west-1:{Member}:product/{Member}/default"),
            (finding.GetProperty("AwsAccountId").GetString(), finding.GetProperty("ProductArn").GetString()));
        Assert.Equal(
            ("FAILED", "NEW"),
            (finding.GetProperty("Compliance").GetProperty("Status").GetString(),
                finding.GetProperty("Workflow").GetProperty("Status").GetString()));
    }

    [Fact]
    public async Task A_finding_of_an_account_without_a_role_is_imported_into_no_account()
    {
        var aws = FakeAws.Answering(_ => Imported);
        var failure = Failure(await SendAsync(aws, SampleIncident.Of(IncidentOutcome.Failed) with { Account = Member }, hasMembers: false));
        Assert.Equal((CallFailureKind.Rejected, "NoMemberRole"), (failure.Kind, failure.Code));
        Assert.Empty(aws.Requests);
    }

    [Fact]
    public async Task A_notification_without_an_incident_is_not_sent()
    {
        var aws = FakeAws.Answering(_ => Imported);
        var notification = LimitNotification.For(Own, "eu-west-1", 200);
        Assert.IsType<CallResult<Done>.Ok>(await Notifier(aws, hasMembers: true).SendAsync(notification, CancellationToken.None));
        Assert.Empty(aws.Requests);
    }

    [Fact]
    public async Task A_refused_finding_is_a_failure_though_the_call_succeeds()
    {
        var failure = Failure(await SendAsync(FakeAws.Answering(_ =>
            """{"FailedCount":1,"SuccessCount":0,"FailedFindings":[{"Id":"i","ErrorCode":"InvalidInput","ErrorMessage":"why"}]}"""),
            SampleIncident.Of(IncidentOutcome.Reverted)));
        Assert.Equal(new CallFailure(CallFailureKind.Rejected, "BatchImportFindings", "InvalidInput", "why"), failure);
    }

    [Fact]
    public async Task A_refusal_is_read_from_header_or_body()
    {
        var inHeader = FakeAws.Responding(() =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.Unauthorized);
            response.Content = new StringContent("""{"Message":"not subscribed"}""");
            response.Headers.Add("x-amzn-ErrorType", "InvalidAccessException:http://internal.amazon.com/coral/");
            return response;
        });
        var inBody = FakeAws.Refusing(
            HttpStatusCode.BadRequest, """{"__type":"com.amazonaws.securityhub#ThrottlingException","message":"slow down"}""");

        Assert.Equal(
            new CallFailure(CallFailureKind.Refused, "BatchImportFindings", "InvalidAccessException", "not subscribed"),
            Failure(await SendAsync(inHeader, SampleIncident.Of(IncidentOutcome.Reverted))));
        Assert.Equal(
            new CallFailure(CallFailureKind.Transient, "BatchImportFindings", "ThrottlingException", "slow down"),
            Failure(await SendAsync(inBody, SampleIncident.Of(IncidentOutcome.Reverted))));
    }

    private static string Authorization(HttpRequestMessage request) => Assert.Single(request.Headers.GetValues("Authorization"));

    private static CallFailure Failure(CallResult<Done> result) => Assert.IsType<CallResult<Done>.Failed>(result).Failure;

    private Task<CallResult<Done>> SendAsync(FakeAws aws, Incident incident, bool hasMembers = true) =>
        Notifier(aws, hasMembers).SendAsync(IncidentNotification.For(incident), CancellationToken.None);

    private SecurityHubNotifier Notifier(FakeAws aws, bool hasMembers)
    {
        var connection = aws.Connect();
        var members = hasMembers ? new MemberSessions(connection, new("sgwatch-member", null), _time) : null;
        return new(connection, new OwnAccount(connection, _time) { Id = Own }, members, _time);
    }
}
