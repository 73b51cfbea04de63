using Amazon.DynamoDBv2.Model;
using Amazon.EC2.Model;
using Amazon.SQS.Model;
using SgWatch.Aws.Connections;

namespace SgWatch.Aws.Tests.Connections;

/// <summary>Every client sends a call once, even if the answer is lost: only the guard knows what a second attempt would mean.</summary>
public sealed class AwsConnectionTests : IAsyncDisposable
{
    private const string Region = "eu-west-1";

    private readonly SilentServer _server = new();
    private readonly AwsConnection _connection;

    public AwsConnectionTests() => _connection = new(FakeAws.Settings with { EndpointUrl = _server.Url }, _ => { });

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public Task Ec2_is_called_once() => CallOnceAsync(() => _connection.CreateEc2(Region).RevokeSecurityGroupIngressAsync(
        new RevokeSecurityGroupIngressRequest { GroupId = "sg-1", SecurityGroupRuleIds = ["sgr-1"] }, Cancelled));

    [Fact]
    public Task Ec2_of_another_account_is_called_once() => CallOnceAsync(() =>
        _connection.CreateEc2(Region, new Amazon.Runtime.BasicAWSCredentials("a", "b")).DescribeVpcsAsync(Cancelled));

    [Fact]
    public Task Sqs_is_called_once() => CallOnceAsync(() =>
        _connection.CreateSqs(Region).SendMessageAsync(new SendMessageRequest($"{_server.Url}1/queue", "sweep"), Cancelled));

    [Fact]
    public Task Sts_is_called_once() => CallOnceAsync(() => _connection.CreateSts(Region).GetCallerIdentityAsync(new(), Cancelled));

    [Fact]
    public Task Dynamo_is_called_once() => CallOnceAsync(() =>
        _connection.CreateDynamo(Region).DeleteItemAsync("table", new() { ["pk"] = new AttributeValue("a") }, Cancelled));

    private async Task CallOnceAsync(Func<Task> call)
    {
        await Assert.ThrowsAnyAsync<Exception>(call);
        Assert.Equal(1, _server.Requests);
    }
}
