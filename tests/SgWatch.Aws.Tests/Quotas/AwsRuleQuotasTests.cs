using System.Net;
using SgWatch.Aws.Quotas;
using SgWatch.Calls;

namespace SgWatch.Aws.Tests.Quotas;

public sealed class AwsRuleQuotasTests
{
    [Fact]
    public async Task The_accounts_own_quota_is_asked_for_by_its_code()
    {
        var aws = FakeAws.Answering(_ => """{"Quota":{"QuotaCode":"L-0EA8095F","Value":200.0}}""");

        Assert.Equal(new CallResult<int>.Ok(200), await AskAsync(aws));

        var call = Assert.Single(aws.Calls);
        Assert.Equal("ServiceQuotasV20190624.GetServiceQuota", call["Action"]);
        Assert.Equal("""{"ServiceCode":"vpc","QuotaCode":"L-0EA8095F"}""", call["Body"]);
        Assert.Equal("https://servicequotas.eu-west-1.amazonaws.com/", Assert.Single(aws.Requests).RequestUri!.ToString());
    }

    [Fact]
    public async Task An_account_without_a_value_of_its_own_has_the_default()
    {
        var aws = new FakeAws((form, _) => Task.FromResult(form["Action"].EndsWith("GetServiceQuota", StringComparison.Ordinal)
            ? (HttpStatusCode.BadRequest, """{"__type":"NoSuchResourceException","Message":"why"}""")
            : (HttpStatusCode.OK, """{"Quota":{"Value":60}}""")));

        Assert.Equal(new CallResult<int>.Ok(60), await AskAsync(aws));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"Quota":{"Value":"many"}}""")]
    [InlineData("""{"Quota":{"Value":0}}""")]
    public async Task An_unreadable_answer_is_transient(string body) => Assert.Equal(
        (CallFailureKind.Transient, "UnreadableAnswer"),
        (await AskAsync(FakeAws.Answering(_ => body))).FailureOrNull is { } failure ? (failure.Kind, failure.Code) : default);

    [Fact]
    public async Task A_missing_permission_is_a_refusal() => Assert.Equal(CallFailureKind.Refused, (await AskAsync(FakeAws.Refusing(
        HttpStatusCode.BadRequest, """{"__type":"AccessDeniedException","Message":"why"}"""))).FailureOrNull?.Kind);

    private static Task<CallResult<int>> AskAsync(FakeAws aws)
    {
        var connection = aws.Connect();
        return new AwsRuleQuotas(connection, new(connection, TimeProvider.System) { Id = "111122223333" }, null, TimeProvider.System)
            .RulesPerGroupAsync(new("111122223333", "eu-west-1"), TestContext.Current.CancellationToken);
    }
}
