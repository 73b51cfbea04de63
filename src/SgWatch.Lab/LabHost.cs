using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using SgWatch.Lab.Api;
using SgWatch.Lab.Control;
using SgWatch.Lab.Ec2;
using SgWatch.Lab.Events;
using SgWatch.Lab.Identities;
using SgWatch.Lab.Sns;
using SgWatch.Lab.Sts;
using SgWatch.Lab.Trail;

namespace SgWatch.Lab;

/// <summary>
/// An AWS account in this process, on one port of 127.0.0.1, for any AWS client: EC2 as far as security groups go, CloudTrail's history,
/// STS and SNS.
/// </summary>
/// <remarks>
/// Any credentials are taken and no signature is checked: the access key only says who somebody is, and the signature's scope names the
/// region. Every change becomes the event that AWS would deliver (<see cref="Events"/>). Everything is gone when the lab ends.
/// </remarks>
public sealed class LabHost : IAsyncDisposable
{
    private const int MaxBodyBytes = 4 * 1024 * 1024;

    private readonly LabOptions _options;
    private readonly IdentityDirectory _identities;
    private readonly CloudTrailService _cloudTrail;
    private readonly SnsService _sns;
    private readonly StsService _sts;
    private readonly Upstream? _upstream;
    private readonly LabIds _ids;
    private readonly LabControl _control;
    private readonly EventRuleService _rule;
    private readonly ConcurrentDictionary<string, bool> _regions = new(StringComparer.Ordinal);
    private readonly WebApplication _app;

    private LabHost(LabOptions options)
    {
        _options = options;
        _ids = new(options.Seed);
        _identities = new(options.AccountId, options.Identities);
        Clock = new(options.TimeProvider);
        _sns = new(options.AccountId, _ids, Clock, Mailbox);
        _sts = new(options.AccountId, _ids, Clock, _identities);
        _upstream = options.Upstream is null ? null : new(options.Upstream);
        Account = new(options.AccountId, _ids, Clock);
        Account.Trail.Recorded += Events.Put;
        _cloudTrail = new(Account.Trail, _ids);
        Delivery = new(options.OnEvent ?? ((_, _) => Task.CompletedTask));
        Events.Subscribe(EventPattern.OfModule, Delivery.PutAsync);
        _rule = new(Delivery, _ids);
        Sweeps = new(Events, Delivery);
        _control = new(_ids, Account, Events, Delivery, Sweeps, Mailbox)
        {
            State = new(Account, Clock, Record, HasUpstream),
            HasUpstream = HasUpstream,
        };
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

    /// <summary>The way of those events to the guard that match the module's rule.</summary>
    public EventDelivery Delivery { get; }

    /// <summary>The lab's clock: <see cref="LabOptions.TimeProvider"/>, and what it was put ahead by.</summary>
    public LabClock Clock { get; }

    /// <summary>Whether the guard's record works. A lab without a guard has none.</summary>
    public RecordSwitch Record { get; } = new();

    /// <summary>Has the guard sweep.</summary>
    public LabSweeps Sweeps { get; }

    /// <summary>The regions in which EC2 was called so far.</summary>
    public IReadOnlyCollection<string> Regions => [.. _regions.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The account's 12 digits.</summary>
    public string AccountId => _options.AccountId;

    /// <summary>Whether another emulator does the EC2 part.</summary>
    public bool HasUpstream => _upstream is not null;

    /// <summary>Starts a lab; it answers when this returns.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<LabHost> StartAsync(LabOptions options, CancellationToken cancellationToken = default)
    {
        var lab = new LabHost(options);
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
        Delivery.Dispose();
        _upstream?.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var body = buffer.ToArray();
        try
        {
            if (LocalRequests.Refuse(context.Request) is { } refusal)
            {
                await WriteAsync(context, refusal);
                return;
            }
            await AnswerAsync(context, CallReader.Read(context, body, _identities.Find), body);
        }
        catch (AwsErrorException e)
        {
            await WriteAsync(context, e.Error);
        }
        catch (Exception e) when (
            e is not BadHttpRequestException && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await WriteAsync(context, new("InternalError", e.ToString(), 500)); // a fault of the lab is told to whoever met it
        }
    }

    private async Task AnswerAsync(HttpContext context, LabCall call, byte[] body)
    {
        if (call.Service == "lab")
        {
            var answered = await _control.HandleAsync(
                call, context.Request.Headers.ContainsKey(LabControl.Header), context.RequestAborted);
            await WriteAsync(context, answered.StatusCode, answered.ToQueryXml(call.Action, LabControl.XmlNamespace));
            return;
        }
        if (call.Service == "ec2" && Ec2.Regions.Names.Contains(call.Region))
        {
            _regions.TryAdd(call.Region, true);
        }
        var fault = Account.Faults.Take(call);
        var refused = (fault is { IsAfter: false } ? fault.Error : _options.Refuse?.Invoke(call)) is { } error ? Failed(error) : null;
        var lost = fault is { IsAfter: true } ? Failed(fault.Error) : null;
        switch (call.Service)
        {
            case "sns":
                var answer = refused ?? Prefer(lost, _sns.Handle(call));
                await WriteAsync(context, answer.StatusCode, answer.ToQueryXml(call.Action, SnsService.XmlNamespace));
                break;
            case "sts":
                answer = refused ?? Prefer(lost, _sts.Handle(call));
                await WriteAsync(context, answer.StatusCode, answer.ToQueryXml(call.Action, StsService.XmlNamespace));
                break;
            case "events":
                answer = refused ?? _rule.Handle(call);
                Account.Trail.Record(call, answer);
                await WriteJsonAsync(context, answer);
                break;
            case "cloudtrail":
                await WriteJsonAsync(context, refused ?? Prefer(lost, _cloudTrail.Handle(call)));
                break;
            case "ec2" when refused is null && _upstream is not null:
                await ForwardAsync(context, call, body, _upstream, lost);
                break;
            case "ec2":
                if (refused is not null)
                {
                    Account.Trail.Record(call, refused);
                }
                answer = refused ?? Prefer(lost, Account.Handle(call));
                await Events.BrakeAsync(context.RequestAborted);
                await WriteAsync(context, answer.StatusCode, answer.ToEc2Xml(call.Action));
                break;
            default:
                throw new AwsErrorException(
                    "InvalidAction", $"The lab has no service '{call.Service}'; it has ec2, cloudtrail, events, sns and sts.");
        }
    }

    private LabAnswer Failed(AwsError error) => new(_ids.Uuid(), error, new(""));

    // the second was worked out, and what it did is done
    private static LabAnswer Prefer(LabAnswer? instead, LabAnswer answer) => instead ?? answer;

    private async Task ForwardAsync(HttpContext context, LabCall call, byte[] body, Upstream upstream, LabAnswer? lost)
    {
        using var answer = await upstream.ForwardAsync(context, body);
        var answered = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
        Account.Trail.Record(call, Upstream.Read((int)answer.StatusCode, answered));
        await Events.BrakeAsync(context.RequestAborted);
        if (lost is not null)
        {
            await WriteAsync(context, lost.StatusCode, lost.ToEc2Xml(call.Action));
            return;
        }
        await Upstream.WriteAsync(context.Response, answer, answered);
    }

    private static async Task WriteJsonAsync(HttpContext context, LabAnswer answer)
    {
        context.Response.StatusCode = answer.StatusCode;
        context.Response.ContentType = "application/x-amz-json-1.1";
        await context.Response.Body.WriteAsync(answer.ToJson(), context.RequestAborted);
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
