using SgWatch.Aws.Connections;
using SgWatch.Aws.S3;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.EndToEnd.Tools;
using SgWatch.Guard.Ports;

namespace SgWatch.EndToEnd.Record;

/// <summary>Copies of the memory in a bucket on moto.</summary>
[Collection(UsesMoto.Name)]
public sealed class S3MemoryCopyTests(MotoFixture moto) : IAsyncLifetime
{
    private static readonly AccountRegion Here = new("111122223333", "eu-west-1");
    private static readonly MemoryCopyMark Mark = new(new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero), 7, "0a1b", default);

    private readonly string _bucket = $"copies-{Guid.NewGuid():N}";
    private AwsConnection? _connection;

    private S3MemoryCopy Copy => new(
        _connection!, S3Location.TryParse($"s3://{_bucket}/baseline/", out var prefix) ? prefix : throw new FormatException(),
        TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _connection = MotoConnection.Of(moto.Server.Url);
        await new AwsCli(moto.Server.Url).RunAsync("s3", "mb", $"s3://{_bucket}");
    }

    public ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_was_written_is_found_and_read()
    {
        byte[] bytes = [31, 139, 0, 255, 10];
        Assert.IsType<CallResult<Done>.Ok>(await Copy.WriteAsync(Here, Mark, bytes, Token));

        var found = Assert.IsType<CallResult<MemoryCopyMark?>.Ok>(await Copy.FindAsync(Here, Token)).Value!;
        Assert.Equal(Mark, found with { WrittenAt = default });
        Assert.InRange(DateTimeOffset.UtcNow - found.WrittenAt, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(5));
        Assert.Equal(bytes, Assert.IsType<CallResult<ReadOnlyMemory<byte>>.Ok>(await Copy.ReadAsync(Here, Token)).Value.ToArray());
        var keys = await new AwsCli(moto.Server.Url).RunAsync("s3", "ls", "--recursive", $"s3://{_bucket}");
        Assert.EndsWith(" baseline/111122223333/eu-west-1.jsonl.gz", keys.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_that_isnt_there_is_none() =>
        Assert.Null(Assert.IsType<CallResult<MemoryCopyMark?>.Ok>(await Copy.FindAsync(Here, Token)).Value);
}
