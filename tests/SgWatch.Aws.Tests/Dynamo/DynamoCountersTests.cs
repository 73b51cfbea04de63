using SgWatch.Aws.Connections;
using SgWatch.Aws.Dynamo;
using SgWatch.Aws.Tests.Connections;
using SgWatch.Calls;

namespace SgWatch.Aws.Tests.Dynamo;

/// <summary>What a broken answer means. SgWatch.EndToEnd shows the counters' laws with a real table.</summary>
public sealed class DynamoCountersTests
{
    [Theory]
    [InlineData("")]
    [InlineData("""{"Attributes":{"c1":{"N":"1""")]
    [InlineData("<html>a proxy's page</html>")]
    public async Task An_unreadable_answer_is_transient(string body)
    {
        using var connection = FakeAws.Answering(_ => body).Connect();
        Assert.Equal(CallFailureKind.Transient, (await AddAsync(connection)).Kind);
    }

    [Fact]
    public async Task A_lost_answer_is_transient_and_the_call_is_sent_once()
    {
        await using var server = new SilentServer();
        using var connection = new AwsConnection(FakeAws.Settings with { EndpointUrl = server.Url }, _ => { });
        Assert.Equal(CallFailureKind.Transient, (await AddAsync(connection)).Kind);
        Assert.Equal(1, server.Requests);
    }

    private static async Task<CallFailure> AddAsync(AwsConnection connection) => Assert.IsType<CallResult<long>.Failed>(
        await new DynamoCounters(connection, "table", TimeProvider.System) { Within = TimeSpan.FromSeconds(20) }
            .AddAsync("key", 1, "token", TestContext.Current.CancellationToken)).Failure;
}
