using System.Net;
using Microsoft.Extensions.Time.Testing;
using SgWatch.Aws.S3;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;

namespace SgWatch.Aws.Tests.S3;

public sealed class S3MemoryCopyTests
{
    private static readonly AccountRegion Here = new("111122223333", "eu-west-1");
    private static readonly MemoryCopyMark Mark = new(new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero), 7, "0a1b", default);

    [Fact]
    public async Task A_copy_is_one_object_with_its_mark()
    {
        var aws = FakeAws.Answering(_ => "");
        Assert.IsType<CallResult<Done>.Ok>(await Copy(aws).WriteAsync(Here, Mark, "bytes"u8.ToArray(), Token));

        var request = Assert.Single(aws.Requests);
        Assert.Equal(
            (HttpMethod.Put, "https://policies.s3.eu-west-1.amazonaws.com/baseline/111122223333/eu-west-1.jsonl.gz"),
            (request.Method, request.RequestUri!.AbsoluteUri));
        Assert.Equal("2026-11-28T12:00:00.0000000+00:00 7 0a1b", Assert.Single(request.Headers.GetValues("x-amz-meta-sgwatch")));
        Assert.Contains("x-amz-meta-sgwatch", Assert.Single(request.Headers.GetValues("Authorization")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_mark_is_read_without_the_bytes()
    {
        var aws = FakeAws.Responding(() => new(HttpStatusCode.OK)
        {
            Headers = { { "x-amz-meta-sgwatch", Mark.ToString() } },
            Content = new ByteArrayContent([]) { Headers = { LastModified = Mark.FirstSweepAt } },
        });
        var found = Assert.IsType<CallResult<MemoryCopyMark?>.Ok>(await Copy(aws).FindAsync(Here, Token)).Value;
        Assert.Equal(Mark with { WrittenAt = Mark.FirstSweepAt }, found);
        Assert.Equal(HttpMethod.Head, Assert.Single(aws.Requests).Method);
    }

    [Theory] // "there is none" starts a first sweep, so nothing else may pass for it
    [InlineData(HttpStatusCode.NotFound, null)]
    [InlineData(HttpStatusCode.Forbidden, CallFailureKind.Refused)]
    [InlineData(HttpStatusCode.ServiceUnavailable, CallFailureKind.Transient)]
    public async Task Only_404_says_that_there_is_no_copy(HttpStatusCode status, CallFailureKind? kind)
    {
        var found = await Copy(FakeAws.Responding(() => new(status))).FindAsync(Here, Token);
        Assert.Equal(kind, found.FailureOrNull?.Kind);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday 1 a")]
    [InlineData("2026-11-28T12:00:00.0000000+00:00 -1 a")]
    [InlineData("2026-11-28T12:00:00.0000000+00:00 1")]
    public async Task An_object_without_a_mark_is_a_failure(string? mark)
    {
        var aws = FakeAws.Responding(() =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK);
            response.Headers.TryAddWithoutValidation("x-amz-meta-sgwatch", mark);
            return response;
        });
        Assert.Equal("NoMark", (await Copy(aws).FindAsync(Here, Token)).FailureOrNull?.Code);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static S3MemoryCopy Copy(FakeAws aws)
    {
        Assert.True(S3Location.TryParse("s3://policies/baseline", out var prefix));
        return new(aws.Connect(), prefix, new FakeTimeProvider(new(2026, 8, 22, 10, 0, 0, TimeSpan.Zero)));
    }
}
