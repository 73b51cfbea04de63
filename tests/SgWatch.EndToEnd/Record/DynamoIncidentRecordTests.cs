using SgWatch.Aws.Connections;
using SgWatch.Aws.Dynamo;
using SgWatch.Calls;
using SgWatch.EndToEnd.Tools;
using SgWatch.Guard.Ports;
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
    private string? _lost; // the step that loses its answer, once

    protected override IIncidentRecord Record => _record ?? throw new InvalidOperationException("The table isn't made yet.");

    public async ValueTask InitializeAsync()
    {
        _proxy = new(moto.Server.Url, step => Task.FromResult(!IsLost(step)));
        _connection = new(new() { Region = "us-east-1", AccessKeyId = "testing", SecretAccessKey = "testing", EndpointUrl = _proxy.Url }, _ => { });
        _record = new DynamoIncidentRecord(_connection, await IncidentTable.CreateAsync(new(moto.Server.Url)), Time) { BeginWithin = TimeSpan.FromMinutes(1) };
    }

    public async ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        await _proxy!.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_that_is_lost_on_the_way_is_a_failure_to_be_tried_again_and_the_next_try_has_it()
    {
        _lost = "after DynamoDB_20120810.UpdateItem";
        var lost = await Record.BeginAsync(Incident(), Noon, "mine", TestContext.Current.CancellationToken);
        Assert.Equal(CallFailureKind.Transient, Assert.IsType<CallResult<IncidentEntry?>.Failed>(lost).Failure.Kind);
        Assert.Null(Assert.IsType<CallResult<IncidentEntry?>.Ok>(await Record.BeginAsync(Incident(), Noon, "mine", TestContext.Current.CancellationToken)).Value);

        _lost = "after DynamoDB_20120810.UpdateItem";
        var ended = Incident() with { Outcome = IncidentOutcome.Reverted };
        Assert.IsType<CallResult<bool>.Failed>(await Record.EndAsync(ended, Noon.AddMinutes(1), "mine", TestContext.Current.CancellationToken));
        Assert.True(Assert.IsType<CallResult<bool>.Ok>(await Record.EndAsync(ended, Noon.AddMinutes(1), "mine", TestContext.Current.CancellationToken)).Value);
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_told_by_name()
    {
        var answer = await new DynamoIncidentRecord(_connection!, "nowhere", Time).BeginAsync(Incident(), Noon, "token", TestContext.Current.CancellationToken);
        Assert.Equal((CallFailureKind.NotFound, "ResourceNotFoundException"),
            (Assert.IsType<CallResult<IncidentEntry?>.Failed>(answer).Failure.Kind, ((CallResult<IncidentEntry?>.Failed)answer).Failure.Code));
    }

    private bool IsLost(string step)
    {
        var isLost = step == _lost;
        _lost = isLost ? null : _lost;
        return isLost;
    }
}
