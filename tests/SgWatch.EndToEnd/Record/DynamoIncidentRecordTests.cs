using SgWatch.Aws.Connections;
using SgWatch.Aws.Dynamo;
using SgWatch.EndToEnd.Tools;
using SgWatch.Guard;
using SgWatch.Incidents;
using SgWatch.Tests.Guard;

namespace SgWatch.EndToEnd.Record;

/// <summary>The record's laws, in a table on moto.</summary>
[Collection(UsesMoto.Name)]
public sealed class DynamoIncidentRecordTests(MotoFixture moto) : IncidentRecordLaws, IAsyncLifetime
{
    private StepProxy? _proxy;
    private AwsConnection? _connection;
    private IIncidentRecord? _record;

    protected override IIncidentRecord Record => _record ?? throw new InvalidOperationException("The table isn't made yet.");

    public async ValueTask InitializeAsync()
    {
        _proxy = new(moto.Server.Url, _ => Task.FromResult(true));
        _connection = new(new() { Region = "us-east-1", AccessKeyId = "testing", SecretAccessKey = "testing", EndpointUrl = _proxy.Url }, _ => { });
        _record = new DynamoIncidentRecord(_connection, await IncidentTable.CreateAsync(new(moto.Server.Url)), Time) { BeginWithin = TimeSpan.FromMinutes(1) };
    }

    public async ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        await _proxy!.DisposeAsync();
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_told_by_name()
    {
        var answer = await new DynamoIncidentRecord(_connection!, "nowhere", Time).BeginAsync(Incident(), Noon, "token", TestContext.Current.CancellationToken);
        Assert.Equal((CallFailureKind.NotFound, "ResourceNotFoundException"),
            (Assert.IsType<CallResult<IncidentEntry?>.Failed>(answer).Failure.Kind, ((CallResult<IncidentEntry?>.Failed)answer).Failure.Code));
    }
}
