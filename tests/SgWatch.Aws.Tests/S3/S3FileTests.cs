using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using SgWatch.Aws.S3;
using SgWatch.Aws.Settings;
using SgWatch.Calls;

namespace SgWatch.Aws.Tests.S3;

public class S3FileTests
{
    private const int MaxBytes = 1000;
    private const string HashOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Fact]
    public async Task An_object_is_read_by_one_signed_call_to_its_buckets_host()
    {
        var aws = FakeAws.Answering(_ => "version: 1");

        Assert.Equal("version: 1", Text(await ReadAsync(aws)));

        var request = Assert.Single(aws.Requests);
        Assert.Equal(
            (HttpMethod.Get, "https://policies.s3.eu-west-1.amazonaws.com/guard/sgwatch.yaml"),
            (request.Method, request.RequestUri!.AbsoluteUri));
        Assert.Contains("Credential=AKIDEXAMPLE/20260822/eu-west-1/s3/aws4_request", Authorization(request), StringComparison.Ordinal);
        Assert.Equal(HashOfNothing, Assert.Single(request.Headers.GetValues("X-Amz-Content-SHA256")));
    }

    [Fact]
    public async Task It_is_known_when_the_object_was_written()
    {
        var writtenAt = new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);
        var aws = FakeAws.Responding(() => new(HttpStatusCode.OK)
        {
            Content = new StringContent("") { Headers = { LastModified = writtenAt } },
        });
        Assert.True(S3Location.TryParse("s3://policies/p.yaml", out var location));
        var file = new S3File(aws.Connect(), location, MaxBytes, TimeProvider.System);
        Assert.Null(file.LastModified);
        await file.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(writtenAt, file.LastModified);
    }

    [Theory]
    [InlineData("s3://my.policies/p.yaml", null, "https://s3.eu-west-1.amazonaws.com/my.policies/p.yaml")]
    [InlineData("s3://policies/a b/ü+?.yaml", null, "https://policies.s3.eu-west-1.amazonaws.com/a%20b/%C3%BC%2B%3F.yaml")]
    [InlineData("s3://policies/p.yaml?versionId=v/1", null, "https://policies.s3.eu-west-1.amazonaws.com/p.yaml?versionId=v%2F1")]
    [InlineData("s3://policies/p.yaml", "http://127.0.0.1:4566", "http://127.0.0.1:4566/policies/p.yaml")]
    [InlineData("s3://policies/a/p.yaml?versionId=v", "http://localhost:4566/", "http://localhost:4566/policies/a/p.yaml?versionId=v")]
    public async Task The_URL_fits_bucket_key_version_and_endpoint(string location, string? endpoint, string url)
    {
        var aws = FakeAws.Answering(_ => "");
        await ReadAsync(aws, location, FakeAws.Settings with { EndpointUrl = endpoint is null ? null : new(endpoint) });
        Assert.Equal(url, Assert.Single(aws.Requests).RequestUri!.AbsoluteUri);
    }

    [Theory] // another implementation made these signatures; the path is signed as it is sent, with its escapes not escaped again
    [InlineData("s3://policies/guard/sgwatch.yaml", "056d272e229b8e4bc87d25f31e320ed5afa909efd249c2c40951767ebb0128bc")]
    [InlineData("s3://policies/a b/ü+?.yaml?versionId=v/1", "f16a2834424e3eb07889c227377d2af542dea03fcfa042d44dbd45a848745f63")]
    public async Task The_signature_is_S3s(string location, string signature)
    {
        var aws = FakeAws.Answering(_ => "");
        await ReadAsync(aws, location);
        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260822/eu-west-1/s3/aws4_request, "
                + $"SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature={signature}",
            Authorization(Assert.Single(aws.Requests)));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "NoSuchKey", CallFailureKind.NotFound)]
    [InlineData(HttpStatusCode.NotFound, "NoSuchBucket", CallFailureKind.NotFound)]
    [InlineData(HttpStatusCode.NotFound, "NoSuchVersion", CallFailureKind.NotFound)]
    [InlineData(HttpStatusCode.Forbidden, "AccessDenied", CallFailureKind.Refused)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "SlowDown", CallFailureKind.Transient)]
    [InlineData(HttpStatusCode.InternalServerError, "InternalError", CallFailureKind.Transient)]
    public async Task A_refusal_names_bucket_and_key_and_what_failed(HttpStatusCode status, string code, CallFailureKind kind)
    {
        var aws = FakeAws.Refusing(status, $"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>why</Message></Error>");
        Assert.Equal(new CallFailure(kind, "GetObject", code, "s3://policies/guard/sgwatch.yaml: why"), Failure(await ReadAsync(aws)));
    }

    [Fact]
    public async Task The_failure_of_a_bucket_in_another_region_names_that_region()
    {
        var aws = FakeAws.Responding(() => new(HttpStatusCode.MovedPermanently) { Headers = { { "x-amz-bucket-region", "us-west-2" } } });
        var failure = Failure(await ReadAsync(aws));
        Assert.Equal("Http301", failure.Code);
        Assert.Equal(
            "s3://policies/guard/sgwatch.yaml: the bucket is in us-west-2 and is looked for in eu-west-1: ", failure.Message);
    }

    [Theory]
    [InlineData(MaxBytes, false, true)]
    [InlineData(MaxBytes + 1, false, false)]
    [InlineData(MaxBytes, true, true)]
    [InlineData(MaxBytes + 1, true, false)]
    public async Task What_is_longer_than_the_limit_is_not_read(int sizeBytes, bool isChunked, bool isRead)
    {
        var content = new StreamContent(isChunked || isRead ? new MemoryStream(new byte[sizeBytes]) : new EndlessStream());
        content.Headers.ContentLength = isChunked ? null : sizeBytes;

        var answer = await ReadAsync(FakeAws.Responding(() => new(HttpStatusCode.OK) { Content = content }));

        if (isRead)
        {
            Assert.Equal(sizeBytes, Text(answer).Length);
        }
        else
        {
            const string Message = "s3://policies/guard/sgwatch.yaml: it is longer than 1000 bytes.";
            Assert.Equal(new CallFailure(CallFailureKind.Rejected, "GetObject", "TooLarge", Message), Failure(answer));
        }
    }

    [Fact]
    public async Task A_body_that_never_ends_is_read_up_to_the_limit()
    {
        var body = new EndlessStream();
        var aws = FakeAws.Responding(() => new(HttpStatusCode.OK) { Content = new StreamContent(body) });
        Assert.Equal("TooLarge", Failure(await ReadAsync(aws)).Code);
        Assert.InRange(body.ReadBytes, MaxBytes, MaxBytes + 64 * 1024);
    }

    private static string Text(CallResult<ReadOnlyMemory<byte>> answer) =>
        Encoding.UTF8.GetString(Assert.IsType<CallResult<ReadOnlyMemory<byte>>.Ok>(answer).Value.Span);

    private static CallFailure Failure(CallResult<ReadOnlyMemory<byte>> answer) =>
        Assert.IsType<CallResult<ReadOnlyMemory<byte>>.Failed>(answer).Failure;

    private static string Authorization(HttpRequestMessage request) => Assert.Single(request.Headers.GetValues("Authorization"));

    private static Task<CallResult<ReadOnlyMemory<byte>>> ReadAsync(
        FakeAws aws, string location = "s3://policies/guard/sgwatch.yaml", AwsSettings? settings = null)
    {
        Assert.True(S3Location.TryParse(location, out var parsed));
        return new S3File(aws.Connect(settings), parsed, MaxBytes, new FakeTimeProvider(new(2026, 8, 22, 10, 0, 0, TimeSpan.Zero)))
            .ReadAsync(TestContext.Current.CancellationToken);
    }

    private sealed class EndlessStream : MemoryStream
    {
        public long ReadBytes { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            ReadBytes += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }

        public override bool CanSeek => false;
    }
}
