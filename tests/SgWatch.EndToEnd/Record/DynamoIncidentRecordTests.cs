using SgWatch.Aws.Connections;
using SgWatch.Aws.Dynamo;
using SgWatch.Calls;
using SgWatch.EndToEnd.Tools;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Tests.Guard.Recording;

namespace SgWatch.EndToEnd.Record;

/// <summary>The record's laws, in a table on moto.</summary>
[Collection(UsesMoto.Name)]
public sealed class DynamoIncidentRecordTests(MotoFixture moto) : IncidentRecordLaws, IAsyncLifetime
{
    private StepProxy? _proxy;
    private AwsConnection? _connection;
    private IIncidentRecord? _record;
    private string? _lost; // the step that loses its answer, once

    protected override IIncidentRecord Record => _record ?? throw new InvalidOperationException("The table isn't made yet.");

    public async ValueTask InitializeAsync()
    {
        _proxy = new(moto.Server.Url, step => Task.FromResult(!IsLost(step)));
        _connection = MotoConnection.Of(_proxy.Url);
        var table = await IncidentTable.CreateAsync(new(moto.Server.Url));
        _record = new DynamoIncidentRecord(_connection, table, Time) { BeginWithin = TimeSpan.FromMinutes(1) };
    }

    public async ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        await _proxy!.DisposeAsync();
    }

    [Fact]
    public async Task A_lost_answer_is_a_transient_failure_and_the_retry_succeeds()
    {
        _lost = "after DynamoDB_20120810.UpdateItem";
        var lost = await BeginAsync();
        Assert.Equal(CallFailureKind.Transient, Assert.IsType<CallResult<IncidentEntry?>.Failed>(lost).Failure.Kind);
        Assert.Null(Assert.IsType<CallResult<IncidentEntry?>.Ok>(await BeginAsync()).Value);

        _lost = "after DynamoDB_20120810.UpdateItem";
        Assert.IsType<CallResult<bool>.Failed>(await EndAsync());
        Assert.True(Assert.IsType<CallResult<bool>.Ok>(await EndAsync()).Value);

        Task<CallResult<IncidentEntry?>> BeginAsync() =>
            Record.BeginAsync(Incident(), Noon, "mine", TestContext.Current.CancellationToken);
        Task<CallResult<bool>> EndAsync() => Record.EndAsync(
            Incident() with { Outcome = IncidentOutcome.Reverted }, Noon.AddMinutes(1), "mine", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_missing_table_is_a_failure_with_the_code_of_DynamoDB()
    {
        var record = new DynamoIncidentRecord(_connection!, "nowhere", Time);
        var answer = await record.BeginAsync(Incident(), Noon, "token", TestContext.Current.CancellationToken);
        var failure = Assert.IsType<CallResult<IncidentEntry?>.Failed>(answer).Failure;
        Assert.Equal((CallFailureKind.NotFound, "ResourceNotFoundException"), (failure.Kind, failure.Code));
    }

    private bool IsLost(string step)
    {
        var isLost = step == _lost;
        _lost = isLost ? null : _lost;
        return isLost;
    }
}
