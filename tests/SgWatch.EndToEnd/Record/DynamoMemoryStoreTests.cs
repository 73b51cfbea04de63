using System.Text.Json;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Dynamo;
using SgWatch.EndToEnd.Tools;
using SgWatch.Guard.Ports;
using SgWatch.Tests.Guard.Remembering;

namespace SgWatch.EndToEnd.Record;

/// <summary>The memory's laws, in a table on moto, and what only a table has.</summary>
[Collection(UsesMoto.Name)]
public sealed class DynamoMemoryStoreTests(MotoFixture moto) : MemoryStoreLaws, IAsyncLifetime
{
    private AwsConnection? _connection;
    private IMemoryStore? _store;
    private string _table = "";

    protected override IMemoryStore Store => _store ?? throw new InvalidOperationException("The table isn't made yet.");

    private AwsCli Aws => new(moto.Server.Url);

    public async ValueTask InitializeAsync()
    {
        _connection = MotoConnection.Of(moto.Server.Url);
        _table = await IncidentTable.CreateAsync(Aws);
        _store = new DynamoMemoryStore(_connection, _table, TimeProvider.System) { ReadWithin = TimeSpan.FromMinutes(1) };
    }

    public ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_item_has_a_version_a_schema_and_no_end_and_isnt_recent()
    {
        await Store.WriteAsync(Here, Memory("sg-1", rules: 2), 0, TestContext.Current.CancellationToken);
        var item = (await GetAsync("base/111122223333/eu-west-1", "sg-1")).GetProperty("Item");
        Assert.Equal(["body", "pk", "schema", "settledAt", "sk", "v"], item.EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal(
            ("1", "1", "2026-11-28T12:00:00.0000000Z"),
            (item.GetProperty("v").GetProperty("N").GetString(), item.GetProperty("schema").GetProperty("N").GetString(),
                item.GetProperty("settledAt").GetProperty("S").GetString()));
    }

    [Theory] // of a later version, broken, of another group, and without a version
    [InlineData("""{"pk":{"S":"base/111122223333/eu-west-1"},"sk":{"S":"sg-1"},"v":{"N":"7"},"schema":{"N":"2"},"body":{"B":"AAAA"}}""", 7)]
    [InlineData("""{"pk":{"S":"base/111122223333/eu-west-1"},"sk":{"S":"sg-1"},"v":{"N":"7"}}""", 7)]
    [InlineData("""{"pk":{"S":"base/111122223333/eu-west-1"},"sk":{"S":"sg-1"},"v":{"S":"x"},"body":{"S":"x"}}""", 0)]
    [InlineData("""{"pk":{"S":"base/111122223333/eu-west-1"},"sk":{"S":"sg-1"}}""", 0)]
    public async Task An_item_that_cant_be_understood_is_missing_with_its_version(string item, long version)
    {
        await Aws.JsonAsync("dynamodb", "put-item", "--table-name", _table, "--item", item);
        var read = Value(await Store.ReadAsync(Here, "sg-1", TestContext.Current.CancellationToken));
        Assert.Equal(new(null, version), read);
        Assert.Empty(await ListAsync(Here));
        if (version > 0)
        {
            Assert.True(Value(await Store.WriteAsync(Here, Memory("sg-1"), read.Version, TestContext.Current.CancellationToken)));
            Assert.Single(await ListAsync(Here));
        }
    }

    [Fact] // "changed by another guard" would make the next sweep settle it again
    public async Task A_write_whose_answer_was_lost_counts_as_made_when_it_is_tried_again()
    {
        var token = TestContext.Current.CancellationToken;
        Assert.True(Value(await Store.WriteAsync(Here, Memory("sg-1", rules: 2), 0, token)));
        Assert.True(Value(await Store.WriteAsync(Here, Memory("sg-1", rules: 2), 0, token)));
        Assert.False(Value(await Store.WriteAsync(Here, Memory("sg-1", rules: 3), 0, token)));
        Assert.Equal(1, Value(await Store.ReadAsync(Here, "sg-1", token)).Version);
    }

    private Task<JsonElement> GetAsync(string group, string sort) => Aws.JsonAsync(
        "dynamodb", "get-item", "--table-name", _table, "--key", $$$"""{"pk":{"S":"{{{group}}}"},"sk":{"S":"{{{sort}}}"}}""");
}
