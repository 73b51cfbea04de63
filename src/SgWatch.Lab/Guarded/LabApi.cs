using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Lab.Api;
using SgWatch.Lab.Sns;
using SgWatch.Reports;
using SgWatch.Rules;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Lab.Guarded;

/// <summary>The guarded lab's data as JSON over HTTP on 127.0.0.1.</summary>
/// <remarks>
/// <c>/api/incidents</c>, <c>/api/notifications</c>, <c>/api/groups</c>, <c>/api/baseline</c> (as <c>sgwatch baseline list</c> writes it),
/// and <c>/api/events</c> as server-sent events. It only reads.
/// <see cref="LocalRequests"/> keeps web pages of other sites out, as on the port for AWS clients.
/// </remarks>
public sealed class LabApi : IAsyncDisposable
{
    private const int MaxWaitingEvents = 1000; // of one listener; a listener that is too slow loses the oldest

    private const string Usage = "SgWatch lab: /api/incidents /api/notifications /api/groups /api/baseline /api/events\n";

    private readonly GuardedLab _lab;
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stop = new();

    private LabApi(GuardedLab lab, int port)
    {
        _lab = lab;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
        });
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>Its address, such as <c>http://127.0.0.1:8080</c>.</summary>
    public Uri Url => new(_app.Urls.First());

    /// <summary>Starts it.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<LabApi> StartAsync(GuardedLab lab, int port, CancellationToken cancellationToken)
    {
        var api = new LabApi(lab, port);
        await api._app.StartAsync(cancellationToken);
        return api;
    }

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync(); // ends the listeners, because the server waits for them
        await _app.DisposeAsync();
        _stop.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var refusal = LocalRequests.Refuse(context.Request);
        if (refusal is not null || !HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsync($"{refusal?.Message ?? "The lab's data can only be read (GET)."}\n", context.RequestAborted);
            return;
        }
        switch (context.Request.Path.Value)
        {
            case "/api/incidents":
                await WriteAsync(context, json => json.WriteArray(_lab.Incidents, IncidentJson.Write));
                break;
            case "/api/notifications":
                await WriteAsync(context, json => json.WriteArray(_lab.Host.Mailbox.Messages, Write));
                break;
            case "/api/groups":
                await WriteGroupsAsync(context);
                break;
            case "/api/baseline":
                await WriteBaselineAsync(context);
                break;
            case "/api/events":
                await StreamAsync(context);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                await context.Response.WriteAsync(Usage, context.RequestAborted);
                break;
        }
    }

    private async Task WriteGroupsAsync(HttpContext context)
    {
        var region = context.Request.Query["region"].FirstOrDefault() ?? GuardedLab.Region;
        var groups = new List<SecurityGroup>();
        string? token = null;
        do
        {
            var read = await _lab.Groups.Open(new(null, region)).ListAsync(new GroupFilter.Every(), token, context.RequestAborted);
            if (!read.TryGet(out var page, out var failure))
            {
                await FailAsync(context, failure);
                return;
            }
            groups.AddRange(page.Groups);
            token = page.NextToken;
        }
        while (token is not null);
        await WriteAsync(context, json => json.WriteArray(groups, Write));
    }

    private async Task WriteBaselineAsync(HttpContext context)
    {
        if ((await _lab.BaselineAsync(context.RequestAborted)).TryGet(out var rows, out var failure))
        {
            await WriteAsync(context, new BaselineReport(rows).WriteJson);
            return;
        }
        await FailAsync(context, failure);
    }

    private static Task FailAsync(HttpContext context, CallFailure failure)
    {
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
        return context.Response.WriteAsync($"{failure.Operation}: {failure.Code}: {failure.Message}\n", context.RequestAborted);
    }

    private async Task StreamAsync(HttpContext context)
    {
        var options = new BoundedChannelOptions(MaxWaitingEvents) { FullMode = BoundedChannelFullMode.DropOldest };
        var channel = Channel.CreateBounded<string>(options);
        void OnIncident(Incident incident) => Send("incident", IncidentJson.Write(incident));
        void OnMail(LabMail mail) => Send("notification", JsonOutput.Text(json => Write(json, mail)));
        void Send(string name, string json) => channel.Writer.TryWrite($"event: {name}\ndata: {json}\n\n");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stop.Token);
        _lab.Happened += OnIncident;
        _lab.Host.Mailbox.Arrived += OnMail;
        try
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.StartAsync(ended.Token);
            await foreach (var text in channel.Reader.ReadAllAsync(ended.Token))
            {
                await context.Response.WriteAsync(text, ended.Token);
                await context.Response.Body.FlushAsync(ended.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // the listener is gone, or the lab stops
        }
        finally
        {
            _lab.Happened -= OnIncident;
            _lab.Host.Mailbox.Arrived -= OnMail;
        }
    }

    private static void Write(Utf8JsonWriter json, LabMail mail) => json.WriteObject(json =>
    {
        json.WriteString("messageId", mail.MessageId);
        json.WriteString("time", mail.Time);
        json.WriteString("topicArn", mail.TopicArn);
        json.WriteString("protocol", mail.Protocol);
        json.WriteString("endpoint", mail.Endpoint);
        json.WriteString("subject", mail.Subject);
        json.WriteString("body", mail.Body);
    });

    private static void Write(Utf8JsonWriter json, SecurityGroup group) => json.WriteObject(json =>
    {
        json.WritePropertyName("group");
        FindingJson.Write(json, group);
        json.WriteArray("rules", group.Rules, static (json, rule) => FindingJson.Write(json, rule));
    });

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(JsonOutput.Text(write), context.RequestAborted);
    }
}
