using System.Net;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Record;

/// <summary>Stands between clients and an emulator of AWS, and runs something before and after every call that it passes on.</summary>
/// <remarks>
/// It passes on one call at a time. DynamoDB's updates are atomic; moto's threads would interleave reads and writes of one item.
/// </remarks>
internal sealed class StepProxy : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly SemaphoreSlim _one = new(1);
    private readonly HttpClient _http = new();
    private readonly Uri _target;
    private readonly Func<string, Task<bool>> _step;
    private readonly Task _loop;

    /// <param name="target">The emulator.</param>
    /// <param name="step">
    /// Called with each step, such as <c>before RevokeSecurityGroupIngress</c>. False ends the call there without any answer.
    /// It must not throw.
    /// </param>
    public StepProxy(Uri target, Func<string, Task<bool>> step)
    {
        (_target, _step) = (target, step);
        Url = new($"http://127.0.0.1:{Tool.FreePort()}/");
        _listener.Prefixes.Add(Url.ToString());
        _listener.Start();
        _loop = RunAsync();
    }

    public Uri Url { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _loop;
        _http.Dispose();
        _one.Dispose();
    }

    private async Task RunAsync()
    {
        var calls = new List<Task>();
        try
        {
            while (true)
            {
                calls.Add(PassAsync(await _listener.GetContextAsync()));
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            await Task.WhenAll(calls);
        }
    }

    private async Task PassAsync(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var name = NameOf(context.Request, System.Text.Encoding.UTF8.GetString(body.ToArray()));
            if (!await _step($"before {name}"))
            {
                context.Response.Abort();
                return;
            }
            using var answer = await SendAsync(Copy(context.Request, body.ToArray()));
            if (!await _step($"after {name}"))
            {
                context.Response.Abort();
                return;
            }
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            await context.Response.OutputStream.WriteAsync(await answer.Content.ReadAsByteArrayAsync());
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException or HttpRequestException)
        {
            // the client is dead, because the test killed it
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        await _one.WaitAsync();
        try
        {
            return await _http.SendAsync(request);
        }
        finally
        {
            _one.Release();
        }
    }

    private HttpRequestMessage Copy(HttpListenerRequest request, byte[] body)
    {
        var copy = new HttpRequestMessage(new(request.HttpMethod), new Uri(_target, request.RawUrl))
        {
            Content = new ByteArrayContent(body),
        };
        var names = request.Headers.AllKeys.OfType<string>().Where(name => name is not ("Host" or "Content-Length" or "Connection"));
        foreach (var name in names)
        {
            if (!copy.Headers.TryAddWithoutValidation(name, request.Headers[name]))
            {
                copy.Content.Headers.TryAddWithoutValidation(name, request.Headers[name]);
            }
        }
        return copy;
    }

    private static string NameOf(HttpListenerRequest request, string body) => request.Headers["X-Amz-Target"]
        ?? body.Split('&').FirstOrDefault(pair => pair.StartsWith("Action=", StringComparison.Ordinal))?["Action=".Length..]
        ?? request.RawUrl ?? "";
}
