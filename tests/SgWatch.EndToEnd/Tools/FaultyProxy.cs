using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace SgWatch.EndToEnd.Tools;

/// <summary>Stands between a client of AWS and a server, and does to some calls what a network and a busy service do.</summary>
public sealed class FaultyProxy : IAsyncDisposable
{
    private static readonly TimeSpan Slowness = TimeSpan.FromMilliseconds(300);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly Uri _server;
    private readonly WebApplication _app;

    private FaultyProxy(Uri server)
    {
        _server = server;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    public Uri Url => new(_app.Urls.First());

    /// <summary>What is done to the next calls, in order. Later calls pass unharmed.</summary>
    public ConcurrentQueue<CallFault> Faults { get; } = [];

    /// <summary>The actions of the calls that came, and whether the server did them.</summary>
    public ConcurrentQueue<(string Action, bool IsDone)> Calls { get; } = [];

    public static async Task<FaultyProxy> StartAsync(Uri server)
    {
        var proxy = new FaultyProxy(server);
        await proxy._app.StartAsync();
        return proxy;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var form = await reader.ReadToEndAsync(context.RequestAborted);
        var action = form.Split('&')
            .FirstOrDefault(field => field.StartsWith("Action=", StringComparison.Ordinal))?["Action=".Length..] ?? "";
        var fault = Faults.TryDequeue(out var next) ? next : CallFault.None;
        if (fault is CallFault.Throttled or CallFault.ServerError or CallFault.Reset)
        {
            Calls.Enqueue((action, false));
            await FailAsync(context, fault);
            return;
        }
        if (fault == CallFault.Slow)
        {
            await Task.Delay(Slowness, context.RequestAborted);
        }
        using var request = new HttpRequestMessage(HttpMethod.Post, _server) { Content = new StringContent(form) };
        request.Content.Headers.ContentType = new("application/x-www-form-urlencoded");
        request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
        using var answer = await _http.SendAsync(request, CancellationToken.None);
        Calls.Enqueue((action, answer.IsSuccessStatusCode));
        if (fault == CallFault.AnswerLost)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(context.Response.Body, CancellationToken.None);
    }

    private static async Task FailAsync(HttpContext context, CallFault fault)
    {
        if (fault == CallFault.Reset)
        {
            context.Abort();
            return;
        }
        var (status, code) = fault == CallFault.Throttled ? (503, "RequestLimitExceeded") : (500, "InternalError");
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/xml";
        await context.Response.WriteAsync(
            $"<Response><Errors><Error><Code>{code}</Code><Message>m</Message></Error></Errors><RequestID>r</RequestID></Response>");
    }
}
