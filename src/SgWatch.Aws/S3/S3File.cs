using System.Net;
using System.Text;
using Amazon.Runtime.Internal;
using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Calls;

namespace SgWatch.Aws.S3;

/// <summary>A small object in S3, read whole by one GetObject call. An object above the size limit is refused.</summary>
/// <remarks>
/// The SDK's package for S3 isn't used: it would add two milliseconds to every cold start, and two thirds of a megabyte
/// (bench/README.md). Source: S3 API Reference, GetObject, and its errors.
/// </remarks>
/// <param name="connection">The connection to AWS. The bucket has to be in its region.</param>
/// <param name="location">The object.</param>
/// <param name="maxBytes">The size limit.</param>
/// <param name="time">The clock of signatures and of the time limit.</param>
public sealed class S3File(AwsConnection connection, S3Location location, int maxBytes, TimeProvider time)
{
    private const string Operation = "GetObject";
    private const int MaxErrorBytes = 64 * 1024; // S3's errors have some hundred bytes; a longer body is a proxy's page

    private readonly AwsApi _api = new(connection, connection.Region, time);

    /// <summary>Reads the object's bytes. The message of a failure names bucket and key.</summary>
    public async Task<CallResult<ReadOnlyMemory<byte>>> ReadAsync(CancellationToken cancellationToken)
    {
        var call = await AwsCall.TryAsync(Operation, time, GetAsync, cancellationToken);
        return call.TryGet(out var answer, out var failure) && answer.TryGet(out var bytes, out failure) ? bytes : Named(failure);
    }

    private CallFailure Named(CallFailure failure) => failure with { Message = $"{location}: {failure.Message}" };

    private async Task<CallResult<ReadOnlyMemory<byte>>> GetAsync(CancellationToken cancellationToken)
    {
        using var request = await _api.SignAsync(AwsService.S3, Request());
        using var response = await connection.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            var body = await BoundedBody.ReadAsync(response, MaxErrorBytes, cancellationToken) ?? [];
            return Refused(response, AwsFailures.Of(Operation, response.StatusCode, ErrorBody.Read(Encoding.UTF8.GetString(body))));
        }
        return await BoundedBody.ReadAsync(response, maxBytes, cancellationToken) is { } bytes
            ? new ReadOnlyMemory<byte>(bytes)
            : new CallFailure(CallFailureKind.Rejected, Operation, "TooLarge", $"it is longer than {maxBytes} bytes.");
    }

    private DefaultRequest Request()
    {
        // The bucket is in the host name, as AWS wants it, with two exceptions where it is in the path. A server of the user's own has no
        // host name for each bucket. A bucket with a point in its name has no certificate.
        var isOwnServer = _api.ConfigOf(AwsService.S3).ServiceURL is { Length: > 0 };
        var isByPath = isOwnServer || location.Bucket.Contains('.', StringComparison.Ordinal);
        var request = _api.NewRequest(AwsService.S3, "GET", isByPath ? "/{Bucket}/{Key+}" : "/{Key+}");
        request.UseQueryString = true;
        request.UseDoubleEncoding = false; // S3 alone signs the path as it is sent
        if (isByPath)
        {
            request.AddPathResource("{Bucket}", location.Bucket);
        }
        else
        {
            request.Endpoint = new UriBuilder(request.Endpoint) { Host = $"{location.Bucket}.{request.Endpoint.Host}" }.Uri;
        }
        request.AddPathResource("{Key+}", location.Key);
        if (location.VersionId is { } versionId)
        {
            request.Parameters["versionId"] = versionId;
        }
        return request;
    }

    // If the bucket is in another region, S3 answers 301, 307 or 400, and always names that region in a header.
    private CallFailure Refused(HttpResponseMessage response, CallFailure failure) =>
        response.Headers.TryGetValues("x-amz-bucket-region", out var values)
            && values.First() is { Length: > 0 } region && region != connection.Region
            ? failure with { Message = $"the bucket is in {region} and is looked for in {connection.Region}: {failure.Message}" }
            : failure;
}
