using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SgWatch.Lab.Api;

/// <summary>Another emulator, which does the EC2 part: requests go to it and its answers come back byte for byte.</summary>
internal sealed class Upstream(Uri url) : IDisposable
{
    private const int MaxAnswerBytes = 64 * 1024 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    // what belongs to one connection and not to the message (RFC 9110, 7.6.1), and what the two ends write themselves
    private static readonly HashSet<string> OwnHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Expect", "Content-Length", "Date",
    };

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        Timeout = Timeout,
        MaxResponseContentBufferSize = MaxAnswerBytes,
    };

    /// <summary>Sends a request on; the answer is whole when this returns.</summary>
    /// <exception cref="AwsErrorException">The other emulator can't be reached.</exception>
    public async Task<HttpResponseMessage> ForwardAsync(HttpContext context, byte[] body)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        using var request = new HttpRequestMessage(
            new(context.Request.Method), new Uri(url, target))
        { Content = new ByteArrayContent(body) };
        foreach (var (name, values) in context.Request.Headers)
        {
            if (!OwnHeaders.Contains(name) && !request.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                request.Content.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }
        try
        {
            return await _http.SendAsync(request, context.RequestAborted);
        }
        catch (HttpRequestException e)
        {
            throw new AwsErrorException("Unavailable", $"The upstream {url} doesn't answer: {e.Message}", 503);
        }
    }

    /// <summary>Writes the other emulator's answer as it came.</summary>
    public static async Task WriteAsync(HttpResponse response, HttpResponseMessage answer, byte[] body)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (!OwnHeaders.Contains(name))
            {
                response.Headers[name] = values.ToArray();
            }
        }
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body);
    }

    /// <summary>Understands the answer, for CloudTrail's record.</summary>
    public static LabAnswer Read(int statusCode, byte[] body)
    {
        try
        {
            using var stream = new MemoryStream(body);
            using var reader = XmlReader.Create(stream, new() { DtdProcessing = DtdProcessing.Prohibit });
            var root = Element.From(XElement.Load(reader));
            var requestId = (root.Find("requestId") ?? root.Find("RequestID") ?? root.Find("RequestId"))?.Text ?? "";
            if (root.Find("Errors")?.Find("Error") is { } error)
            {
                return new(requestId, new(error.Find("Code")?.Text ?? "", error.Find("Message")?.Text ?? "", statusCode), new(""));
            }
            if (statusCode < 300)
            {
                return new(requestId, null, new("") { root.Children.Where(static child => child.Name is not "requestId") });
            }
        }
        catch (XmlException)
        {
            // an answer that isn't EC2's: some emulators say 500 in HTML
        }
        return new("", new("InternalError", $"The upstream answered {statusCode}.", 500), new(""));
    }

    public void Dispose() => _http.Dispose();
}
