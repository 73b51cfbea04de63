using SgWatch.Aws.Connections;
using SgWatch.Aws.Dynamo;
using SgWatch.Aws.Tests.Connections;
using SgWatch.Calls;

namespace SgWatch.Aws.Tests.Dynamo;

/// <summary>What a broken answer means; the counters' laws are shown with a table (SgWatch.EndToEnd).</summary>
public sealed class DynamoCountersTests
{
    [Theory]
    [InlineData("")]
    [InlineData("""{"Attributes":{"c1":{"N":"1""")]
    [InlineData("<html>a proxy's page</html>")]
    public async Task An_answer_that_cannot_be_read_is_to_be_asked_for_again(string body)
    {
        using var connection = FakeAws.Answering(_ => body).Connect();
        Assert.Equal(CallFailureKind.Transient, (await AddAsync(connection)).Kind);
    }

    [Fact]
    public async Task So_is_one_that_is_lost()
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
