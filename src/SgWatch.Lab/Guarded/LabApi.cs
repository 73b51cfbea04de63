using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Rules;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Lab.Guarded;

/// <summary>What the guarded lab knows, as JSON over HTTP on 127.0.0.1: <c>/api/incidents</c>, <c>/api/notifications</c>, <c>/api/groups</c>, <c>/api/events</c>.</summary>
/// <remarks>Only reads. A request must name this machine as its host, so that no web page elsewhere can ask through a browser.</remarks>
public sealed class LabApi : IAsyncDisposable
{
    private const int MaxWaitingEvents = 1000; // of one listener that doesn't read; it loses the oldest

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

    /// <summary>Where it listens, such as <c>http://127.0.0.1:8080</c>.</summary>
    public Uri Url => new(_app.Urls.First());

    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<LabApi> StartAsync(GuardedLab lab, int port, CancellationToken cancellationToken)
    {
        var api = new LabApi(lab, port);
        await api._app.StartAsync(cancellationToken);
        return api;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync(); // ends the listeners, for which the server would wait
        await _app.DisposeAsync();
        _stop.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (context.Request.Host.Host is not ("127.0.0.1" or "localhost") || !HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        switch (context.Request.Path.Value)
        {
            case "/api/incidents":
                await WriteAsync(context, json => Array(json, _lab.Incidents, IncidentJson.Write));
                break;
            case "/api/notifications":
                await WriteAsync(context, json => Array(json, _lab.Host.Mailbox.Messages, Write));
                break;
            case "/api/groups":
                await WriteGroupsAsync(context);
                break;
            case "/api/events":
                await StreamAsync(context);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                await context.Response.WriteAsync("SgWatch lab: /api/incidents /api/notifications /api/groups /api/events\n", context.RequestAborted);
                break;
        }
    }

    private async Task WriteGroupsAsync(HttpContext context)
    {
        var region = context.Request.Query["region"].FirstOrDefault() ?? GuardedLab.Region;
        var groups = new List<SecurityGroup>();
        string? nextToken = null;
        do
        {
            if (await _lab.Groups.Open(new(null, region)).ListAsync(new GroupFilter.Every(), nextToken, context.RequestAborted) is not CallResult<SecurityGroupPage>.Ok(var page))
            {
                context.Response.StatusCode = StatusCodes.Status502BadGateway;
                return;
            }
            groups.AddRange(page.Groups);
            nextToken = page.NextToken;
        }
        while (nextToken is not null);
        await WriteAsync(context, json => Array(json, groups, Write));
    }

    private async Task StreamAsync(HttpContext context)
    {
        var channel = Channel.CreateBounded<string>(new BoundedChannelOptions(MaxWaitingEvents) { FullMode = BoundedChannelFullMode.DropOldest });
        void OnIncident(Incident incident) => channel.Writer.TryWrite($"event: incident\ndata: {IncidentJson.Write(incident)}\n\n");
        void OnMail(LabMail mail) => channel.Writer.TryWrite($"event: notification\ndata: {JsonOutput.Text(json => Write(json, mail))}\n\n");
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
            // the listener has gone, or the lab ends
        }
        finally
        {
            _lab.Happened -= OnIncident;
            _lab.Host.Mailbox.Arrived -= OnMail;
        }
    }

    private static void Write(Utf8JsonWriter json, LabMail mail)
    {
        json.WriteStartObject();
        json.WriteString("messageId", mail.MessageId);
        json.WriteString("time", mail.Time);
        json.WriteString("topicArn", mail.TopicArn);
        json.WriteString("protocol", mail.Protocol);
        json.WriteString("endpoint", mail.Endpoint);
        json.WriteString("subject", mail.Subject);
        json.WriteString("body", mail.Body);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SecurityGroup group)
    {
        json.WriteStartObject();
        json.WritePropertyName("group");
        FindingJson.Write(json, group);
        Array(json, "rules", group.Rules, FindingJson.Write);
        json.WriteEndObject();
    }

    private static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> values, Action<Utf8JsonWriter, T> write)
    {
        json.WritePropertyName(name);
        Array(json, values, write);
    }

    private static void Array<T>(Utf8JsonWriter json, IEnumerable<T> values, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray();
        foreach (var value in values)
        {
            write(json, value);
        }
        json.WriteEndArray();
    }

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(JsonOutput.Text(write), context.RequestAborted);
    }
}
