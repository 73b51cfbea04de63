using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Ec2;
using SgWatch.Aws.Sns;
using SgWatch.Guard;
using SgWatch.Guard.PolicySources;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Lab.Events;
using SgWatch.Policies;

namespace SgWatch.Lab.Guarded;

/// <summary>A lab and the guard that watches it: the lab's events are the guard's messages, and the guard acts through the lab's own port.</summary>
public sealed class GuardedLab : IIncidentLog, IAsyncDisposable
{
    /// <summary>The guard's access key in the lab, by which its calls are known as its own.</summary>
    private const string GuardKey = "AKIASGWATCHGUARD";

    /// <summary>Where the guard tells.</summary>
    public const string MailAddress = "security@example.com";

    /// <summary>Where the guard is, and where the lab's clients are who name no region.</summary>
    public const string Region = "us-east-1";

    private static readonly EventPattern Tampering = EventPattern.Parse("""
        {"source":["aws.events"],"detail-type":["AWS API Call via CloudTrail"],
         "detail":{"eventSource":["events.amazonaws.com"],"eventName":["DisableRule","DeleteRule","PutRule","RemoveTargets"],"errorCode":[{"exists":false}]}}
        """);

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    // nobody else draws from the lab's buckets, for it has none
    private static readonly GuardOptions Options = new() { SweepReadsPerSecond = 1000, SweepChangesPerSecond = 1000 };

    private readonly TimeProvider _time;
    private readonly Action<GuardResponse> _onAnswer;
    private readonly Lock _lock = new();
    private readonly List<Incident> _incidents = [];
    private AwsConnection? _connection;
    private SecurityGroupGuard? _guard;

    private GuardedLab(TimeProvider time, Action<GuardResponse> onAnswer)
    {
        _time = time;
        _onAnswer = onAnswer;
    }

    public LabHost Host { get; private set; } = null!;

    /// <summary>The guard's own view of the groups.</summary>
    public ISecurityGroupsProvider Groups { get; private set; } = null!;

    /// <summary>Raised with each incident once it is kept.</summary>
    public event Action<Incident>? Happened;

    /// <summary>Everything that happened, oldest first.</summary>
    public ImmutableArray<Incident> Incidents
    {
        get
        {
            lock (_lock)
            {
                return [.. _incidents];
            }
        }
    }

    /// <summary>Starts a lab with a guard over it.</summary>
    /// <param name="options">The lab's own options; its handler of events is the guard.</param>
    /// <param name="policy">What the guard holds the groups to.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onAnswer">Is told of everything that the guard did, after it was done.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<GuardedLab> StartAsync(
        LabOptions options, Policy policy, TimeProvider time, Action<GuardResponse> onAnswer, CancellationToken cancellationToken)
    {
        var guarded = new GuardedLab(time, onAnswer);
        guarded.Host = await LabHost.StartAsync(
            options with
            {
                TimeProvider = time,
                Identities = options.Identities.Add(GuardKey, new LabIdentity($"arn:aws:sts::{options.AccountId}:assumed-role/sgwatch/guard")),
                OnEvent = guarded.HandleAsync,
            },
            cancellationToken);
        var topic = await CreateTopicAsync(guarded.Host.Url, cancellationToken);
        guarded.Host.Events.Subscribe(Tampering, (message, token) => TellOfTamperingAsync(guarded.Host.Url, topic, message, token));
        guarded._connection = new(
            new() { Region = Region, AccessKeyId = GuardKey, SecretAccessKey = "lab", EndpointUrl = guarded.Host.Url }, _ => { });
        guarded.Groups = new AwsSecurityGroupsProvider(guarded._connection, new(guarded._connection, time) { Id = options.AccountId }, time);
        guarded._guard = new(
            guarded.Groups, new SnsNotifier(guarded._connection, topic, time), guarded, new FixedPolicy(policy), Options, time, new Random(options.Seed));
        return guarded;
    }

    /// <summary>Does what the schedule does each hour: has the guard look at every group of a region.</summary>
    public Task SweepAsync(string region, CancellationToken cancellationToken) =>
        HandleAsync(Encoding.UTF8.GetBytes($$"""{"sgwatch":"sweep","region":"{{region}}"}"""), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _connection?.Dispose();
    }

    Task IIncidentLog.RecordAsync(Incident incident, string? requestId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _incidents.Add(incident);
        }
        Happened?.Invoke(incident);
        return Task.CompletedTask;
    }

    private static async Task<TopicArn> CreateTopicAsync(Uri url, CancellationToken cancellationToken)
    {
        using var client = new QueryClient(url, Region);
        var arn = QueryClient.Value(await client.SnsAsync(GuardKey, "CreateTopic", [("Name", "sgwatch")], cancellationToken), "TopicArn");
        await client.SnsAsync(GuardKey, "Subscribe", [("TopicArn", arn), ("Protocol", "email"), ("Endpoint", MailAddress)], cancellationToken);
        return TopicArn.TryParse(arn, out var topic) ? topic : throw new InvalidOperationException($"The lab made a topic without a name: {arn}");
    }

    // as the module's rule does it: straight from EventBridge to the topic, without the function
    private static async Task TellOfTamperingAsync(Uri url, TopicArn topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(message);
        var detail = document.RootElement.GetProperty("detail");
        using var client = new QueryClient(url, Region);
        await client.SnsAsync(GuardKey, "Publish", [("TopicArn", topic.Text), ("Message", $"""
            SgWatch, guard tampered with: the rule {detail.GetProperty("requestParameters").GetProperty("name")}, which brings changes to SgWatch, was disabled, deleted or changed. What: {detail.GetProperty("eventName")}. Who: {detail.GetProperty("userIdentity").GetProperty("arn")} from {detail.GetProperty("sourceIPAddress")}. CloudTrail event: {detail.GetProperty("eventID")}.
            """)], cancellationToken);
    }

    private async Task HandleAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        _onAnswer(await _guard!.HandleAsync(message, _time.GetUtcNow() + Deadline, cancellationToken));
}
