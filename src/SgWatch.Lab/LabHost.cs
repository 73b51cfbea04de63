using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using SgWatch.Lab.Api;
using SgWatch.Lab.Events;
using SgWatch.Lab.Sns;
using SgWatch.Lab.Sts;
using SgWatch.Lab.Trail;

namespace SgWatch.Lab;

/// <summary>An AWS account in this process, on one port of 127.0.0.1, for any AWS client: EC2 as far as security groups go, STS and SNS.</summary>
/// <remarks>
/// Any credentials are taken and no signature is checked: the access key only says who somebody is, and the signature's scope names the
/// region. Every change becomes the event that AWS would deliver (<see cref="Events"/>). Everything is gone when the lab ends.
/// </remarks>
public sealed class LabHost : IAsyncDisposable
{
    private const int MaxBodyBytes = 4 * 1024 * 1024;

    private readonly LabOptions _options;
    private readonly IdentityDirectory _identities;
    private readonly CloudTrailWriter _trail;
    private readonly SnsService _sns;
    private readonly StsService _sts;
    private readonly Upstream? _upstream;
    private readonly LabIds _ids;
    private readonly WebApplication _app;

    private LabHost(LabOptions options)
    {
        _options = options;
        _ids = new(options.Seed);
        _identities = new(options.AccountId, options.Identities);
        _trail = new(options.AccountId, _ids, options.TimeProvider);
        _sns = new(options.AccountId, _ids, options.TimeProvider, Mailbox);
        _sts = new(options.AccountId, _ids, options.TimeProvider, _identities);
        _upstream = options.Upstream is null ? null : new(options.Upstream);
        Account = new(options.AccountId, _ids);
        var builder = WebApplication.CreateEmptyBuilder(new()); // empty: nothing of the environment decides where it listens
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>Where it listens, such as <c>http://127.0.0.1:4566</c>.</summary>
    public Uri Url => new(_app.Urls.First());

    /// <summary>The lab's own EC2; unused with an upstream.</summary>
    public LabAccount Account { get; }

    /// <summary>What SNS delivered.</summary>
    public LabMailbox Mailbox { get; } = new();

    /// <summary>What CloudTrail recorded, by way of EventBridge.</summary>
    public EventBus Events { get; } = new();

    /// <summary>Starts a lab; it answers when this returns.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<LabHost> StartAsync(LabOptions options, CancellationToken cancellationToken = default)
    {
        var lab = new LabHost(options);
        if (options.OnEvent is { } handler)
        {
            lab.Events.Subscribe(EventPattern.OfModule, handler);
        }
        try
        {
            await lab._app.StartAsync(cancellationToken);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Events.DisposeAsync();
        _upstream?.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var body = buffer.ToArray();
        try
        {
            await AnswerAsync(context, CallReader.Read(context, body, _identities.Find), body);
        }
        catch (AwsErrorException e)
        {
            await WriteAsync(context, e.Error);
        }
        catch (Exception e) when (e is not BadHttpRequestException && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await WriteAsync(context, new("InternalError", e.ToString(), 500)); // a fault of the lab is told to whoever met it
        }
    }

    private async Task AnswerAsync(HttpContext context, LabCall call, byte[] body)
    {
        var refused = _options.Refuse?.Invoke(call) is { } error ? new LabAnswer(_ids.Uuid(), error, new("")) : null;
        switch (call.Service)
        {
            case "sns":
                var answer = refused ?? _sns.Handle(call);
                await WriteAsync(context, answer.StatusCode, answer.ToQueryXml(call.Action, SnsService.XmlNamespace));
                break;
            case "sts":
                answer = refused ?? _sts.Handle(call);
                await WriteAsync(context, answer.StatusCode, answer.ToQueryXml(call.Action, StsService.XmlNamespace));
                break;
            case "ec2" when refused is null && _upstream is not null:
                await ForwardAsync(context, call, body, _upstream);
                break;
            case "ec2":
                if (refused is not null)
                {
                    Record(call, refused);
                }
                answer = refused ?? Account.Handle(call, done => Record(call, done));
                await Events.BrakeAsync(context.RequestAborted);
                await WriteAsync(context, answer.StatusCode, answer.ToEc2Xml(call.Action));
                break;
            default:
                throw new AwsErrorException("InvalidAction", $"The lab has no service '{call.Service}'; it has ec2, sns and sts.");
        }
    }

    private async Task ForwardAsync(HttpContext context, LabCall call, byte[] body, Upstream upstream)
    {
        using var answer = await upstream.ForwardAsync(context, body);
        var answered = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
        Record(call, Upstream.Read((int)answer.StatusCode, answered));
        await Events.BrakeAsync(context.RequestAborted);
        await Upstream.WriteAsync(context.Response, answer, answered);
    }

    private void Record(LabCall call, LabAnswer answer)
    {
        if (_trail.Write(call, answer) is { } message)
        {
            Events.Put(message);
        }
    }

    private Task WriteAsync(HttpContext context, AwsError error) =>
        WriteAsync(context, error.StatusCode, new LabAnswer(_ids.Uuid(), error, new("")).ToEc2Xml(""));

    private static async Task WriteAsync(HttpContext context, int statusCode, byte[] xml)
    {
        context.Response.StatusCode = statusCode;
        context.Response.ContentType = "text/xml;charset=UTF-8";
        context.Response.ContentLength = xml.Length;
        await context.Response.Body.WriteAsync(xml, context.RequestAborted);
    }
}
