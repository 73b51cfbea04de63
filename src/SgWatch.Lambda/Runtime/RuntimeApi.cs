using System.Globalization;
using System.Net.Http.Headers;
using SgWatch.Text;

namespace SgWatch.Lambda.Runtime;

/// <summary>The four calls of Lambda's Runtime API.</summary>
/// <remarks>Source: AWS Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes", version 2018-06-01.</remarks>
internal sealed class RuntimeApi : IDisposable
{
    private const int MaxMessageLength = 4096;

    private readonly HttpClient _http;
    private readonly Uri _runtime;

    /// <param name="host">Host and port, from <c>AWS_LAMBDA_RUNTIME_API</c>.</param>
    public RuntimeApi(string host)
    {
        _runtime = new($"http://{host}/2018-06-01/runtime/");
        _http = new(new SocketsHttpHandler
        {
            UseProxy = false, // the API is on the sandbox's own loopback, even if the function reaches AWS through a proxy
            UseCookies = false,
            AllowAutoRedirect = false,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            ActivityHeadersPropagator = null,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan, // Lambda answers "next" when there is an event, which may take hours
        };
    }

    /// <summary>Waits for the next event.</summary>
    /// <exception cref="HttpRequestException">Lambda ends this sandbox.</exception>
    public async Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(
            new Uri(_runtime, "invocation/next"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var traceId = Header(answer.Headers, "Lambda-Runtime-Trace-Id");
        Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", traceId); // where the SDK looks for it
        return new(
            Header(answer.Headers, "Lambda-Runtime-Aws-Request-Id")
                ?? throw new HttpRequestException("The Runtime API gave an event without Lambda-Runtime-Aws-Request-Id."),
            Deadline(Header(answer.Headers, "Lambda-Runtime-Deadline-Ms")),
            Header(answer.Headers, "Lambda-Runtime-Invoked-Function-Arn"),
            await answer.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    public Task AnswerAsync(string requestId, ReadOnlyMemory<byte> json, CancellationToken cancellationToken) =>
        PostAsync($"invocation/{Uri.EscapeDataString(requestId)}/response", json, null, cancellationToken);

    public Task FailAsync(string requestId, InvocationError error, CancellationToken cancellationToken) =>
        PostAsync($"invocation/{Uri.EscapeDataString(requestId)}/error", Write(error), error.Type, cancellationToken);

    public Task FailInitAsync(InvocationError error, CancellationToken cancellationToken) =>
        PostAsync("init/error", Write(error), error.Type, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task PostAsync(string path, ReadOnlyMemory<byte> json, string? errorType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_runtime, path)) { Content = new ReadOnlyMemoryContent(json) };
        request.Content.Headers.ContentType = new("application/json");
        if (errorType is not null)
        {
            request.Headers.Add("Lambda-Runtime-Function-Error-Type", errorType);
        }
        using var answer = await _http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static byte[] Write(InvocationError error) => JsonOutput.ObjectBytes(json =>
    {
        json.WriteString("errorMessage", SafeText.Cut(error.Message, MaxMessageLength));
        json.WriteString("errorType", error.Type);
        json.WriteStrings("stackTrace", []);
    });

    // without a deadline, or with one that no calendar has, the function's timeout alone counts
    private static DateTimeOffset Deadline(string? milliseconds) =>
        long.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var deadlineMs)
        && deadlineMs <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(deadlineMs)
            : DateTimeOffset.MaxValue;

    private static string? Header(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
