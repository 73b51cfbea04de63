using System.Net;
using System.Text;
using Amazon.Runtime.Internal;
using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Calls;

namespace SgWatch.Aws.S3;

/// <summary>Makes one call about one object in S3.</summary>
/// <remarks>
/// The SDK's package for S3 isn't used: it would add two milliseconds to every cold start, and two thirds of a megabyte
/// (bench/README.md). Source: S3 API Reference, GetObject, HeadObject, PutObject, and their errors.
/// </remarks>
/// <param name="connection">The connection to AWS. The bucket has to be in its region.</param>
/// <param name="time">The clock of signatures and of the time limit.</param>
internal sealed class S3Call(AwsConnection connection, TimeProvider time)
{
    private const int MaxErrorBytes = 64 * 1024; // S3's errors have some hundred bytes; a longer body is a proxy's page

    private readonly AwsApi _api = new(connection, connection.Region, time);

    /// <summary>Makes the call. The message of a failure names bucket and key.</summary>
    /// <param name="operation">Such as <c>GetObject</c>.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="location">The object.</param>
    /// <param name="maxBytes">The most bytes of the answer's body. A longer one is refused.</param>
    /// <param name="content">What is sent; null for nothing.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<CallResult<S3Answer>> RunAsync(
        string operation, string method, S3Location location, int maxBytes, S3Content? content, CancellationToken cancellationToken)
    {
        var call = await AwsCall.TryAsync(
            operation, time, token => SendAsync(operation, Request(method, location, content), maxBytes, token), cancellationToken);
        return call.TryGet(out var result, out var failure) && result.TryGet(out var answer, out failure)
            ? answer
            : failure with { Message = $"{location}: {failure.Message}" };
    }

    private async Task<CallResult<S3Answer>> SendAsync(
        string operation, DefaultRequest unsigned, int maxBytes, CancellationToken cancellationToken)
    {
        using var request = await _api.SignAsync(AwsService.S3, unsigned);
        using var response = await connection.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            var body = await BoundedBody.ReadAsync(response, MaxErrorBytes, cancellationToken) ?? [];
            return Refused(response, AwsFailures.Of(operation, response.StatusCode, ErrorBody.Read(Encoding.UTF8.GetString(body))));
        }
        if (await BoundedBody.ReadAsync(response, maxBytes, cancellationToken) is not { } bytes)
        {
            return new CallFailure(CallFailureKind.Rejected, operation, AwsApi.TooLarge, $"it is longer than {maxBytes} bytes.");
        }
        var mark = response.Headers.TryGetValues(S3Content.MarkHeader, out var marks) ? marks.First() : null;
        return new S3Answer(bytes, response.Content.Headers.LastModified, mark);
    }

    private DefaultRequest Request(string method, S3Location location, S3Content? content)
    {
        // The bucket is in the host name, as AWS wants it, with two exceptions where it is in the path. A server of the user's own has no
        // host name for each bucket. A bucket with a point in its name has no certificate.
        var isOwnServer = _api.ConfigOf(AwsService.S3).ServiceURL is { Length: > 0 };
        var isByPath = isOwnServer || location.Bucket.Contains('.', StringComparison.Ordinal);
        var request = _api.NewRequest(AwsService.S3, method, isByPath ? "/{Bucket}/{Key+}" : "/{Key+}");
        request.UseQueryString = content is null;
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
        if (content is not null)
        {
            request.Content = content.Bytes.ToArray();
            request.Headers["Content-Type"] = content.Type;
            request.Headers[S3Content.MarkHeader] = content.Mark;
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
