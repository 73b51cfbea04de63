using SgWatch.Aws.Connections;
using SgWatch.Aws.Dynamo;
using SgWatch.EndToEnd.Tools;
using SgWatch.Guard.Ports;
using SgWatch.Tests.Guard.Limiting;

namespace SgWatch.EndToEnd.Record;

/// <summary>The counters' laws, in a table on moto.</summary>
[Collection(UsesMoto.Name)]
public sealed class DynamoCountersTests(MotoFixture moto) : CounterLaws, IAsyncLifetime
{
    private StepProxy? _proxy;
    private AwsConnection? _connection;
    private ICounters? _counters;

    protected override ICounters Counters => _counters ?? throw new InvalidOperationException("The table isn't made yet.");

    public async ValueTask InitializeAsync()
    {
        _proxy = new(moto.Server.Url, _ => Task.FromResult(true));
        _connection = MotoConnection.Of(_proxy.Url);
        var table = await IncidentTable.CreateAsync(new(moto.Server.Url));
        _counters = new DynamoCounters(_connection, table, Time) { Within = TimeSpan.FromMinutes(1) };
    }

    public async ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        await _proxy!.DisposeAsync();
    }
}
