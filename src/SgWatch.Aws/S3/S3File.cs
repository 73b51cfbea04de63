using System.Net;
using Amazon.Runtime.Internal;
using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Calls;

namespace SgWatch.Aws.S3;

/// <summary>One object in S3, read as a whole by one GetObject call. For small ones: what is longer than the limit is refused unread.</summary>
/// <remarks>
/// The SDK's package for S3 costs two milliseconds more of every cold start and two thirds of a megabyte; see bench/README.md.
/// Source: S3 API Reference, GetObject, and its errors.
/// </remarks>
/// <param name="connection">The way to AWS; the bucket is taken to be in its region.</param>
/// <param name="location">The object.</param>
/// <param name="maxBytes">The limit.</param>
/// <param name="time">For signatures and the time limit.</param>
public sealed class S3File(AwsConnection connection, S3Location location, int maxBytes, TimeProvider time)
{
    private const string Operation = "GetObject";
    private const int MaxRefusalBytes = 64 * 1024; // S3's are some hundred bytes; a proxy's page isn't read to its end

    private readonly S3Config _config = connection.Configure(new S3Config(), connection.Region);

    /// <summary>The object's bytes, or why they can't be had; the failure's message names bucket and key.</summary>
    public async Task<CallResult<ReadOnlyMemory<byte>>> ReadAsync(CancellationToken cancellationToken) =>
        await AwsCall.TryAsync(Operation, time, GetAsync, cancellationToken) switch
        {
            CallResult<CallResult<ReadOnlyMemory<byte>>>.Ok(var answer) => answer is CallResult<ReadOnlyMemory<byte>>.Failed(var refused) ? Named(refused) : answer,
            CallResult<CallResult<ReadOnlyMemory<byte>>>.Failed(var failure) => Named(failure),
            _ => throw new InvalidOperationException("A call neither succeeded nor failed."),
        };

    private CallFailure Named(CallFailure failure) => failure with { Message = $"{location}: {failure.Message}" };

    private async Task<CallResult<ReadOnlyMemory<byte>>> GetAsync(CancellationToken cancellationToken)
    {
        using var request = await SignedCall.SignAsync(connection, _config, Request(), time);
        using var response = await connection.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            var body = await ReadAsync(response, MaxRefusalBytes, cancellationToken) ?? [];
            return Refused(response, SignedCall.ReadFailure(Operation, response.StatusCode, System.Text.Encoding.UTF8.GetString(body)));
        }
        return await ReadAsync(response, maxBytes, cancellationToken) is { } bytes
            ? new ReadOnlyMemory<byte>(bytes)
            : new CallFailure(CallFailureKind.Rejected, Operation, "TooLarge", $"it is longer than {maxBytes} bytes.");
    }

    private DefaultRequest Request()
    {
        var endpoint = new Uri(_config.DetermineServiceOperationEndpoint(new(new BareRequest())).URL);
        // by host, as AWS wants it; by path where a server has no names of its own below it, or a certificate covers none with points
        var isByPath = _config.ServiceURL is { Length: > 0 } || location.Bucket.Contains('.', StringComparison.Ordinal);
        var request = new DefaultRequest(new BareRequest(), "S3")
        {
            HttpMethod = "GET",
            Endpoint = isByPath ? endpoint : new UriBuilder(endpoint) { Host = $"{location.Bucket}.{endpoint.Host}" }.Uri,
            ResourcePath = isByPath ? "/{Bucket}/{Key+}" : "/{Key+}",
            AuthenticationRegion = _config.AuthenticationRegion,
            UseQueryString = true,
            UseDoubleEncoding = false, // S3 alone signs the path as it is sent
        };
        if (isByPath)
        {
            request.AddPathResource("{Bucket}", location.Bucket);
        }
        request.AddPathResource("{Key+}", location.Key);
        if (location.VersionId is { } versionId)
        {
            request.Parameters["versionId"] = versionId;
        }
        return request;
    }

    // a bucket elsewhere answers 301, 307 or 400 by turns, and always says where it is
    private CallFailure Refused(HttpResponseMessage response, CallFailure failure) =>
        response.Headers.TryGetValues("x-amz-bucket-region", out var values) && values.First() is { Length: > 0 } region && region != connection.Region
            ? failure with { Message = $"the bucket is in {region} and is looked for in {connection.Region}: {failure.Message}" }
            : failure;

    /// <summary>The body; null if it is longer than the limit.</summary>
    private static async Task<byte[]?> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > maxBytes)
        {
            return null;
        }
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var read = new MemoryStream((int)(response.Content.Headers.ContentLength ?? 0));
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (read.Length + count > maxBytes)
            {
                return null;
            }
            read.Write(buffer, 0, count);
        }
        return read.ToArray();
    }
}
