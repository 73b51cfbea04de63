using System.Collections.Immutable;
using System.Text.Json;
using SgWatch.Aws.CloudTrail;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Ec2;
using SgWatch.Aws.Sns;
using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Guard.PolicySources;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Remembering;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;
using SgWatch.Lab.Events;
using SgWatch.Policies;
using SgWatch.Reports;
using SgWatch.Rules;

namespace SgWatch.Lab.Guarded;

/// <summary>A lab and the guard that watches it. The guard gets the lab's events, and calls its port as a function calls AWS.</summary>
public sealed class GuardedLab : IIncidentLog, IAsyncDisposable
{
    /// <summary>The guard's access key in the lab. By it the lab knows the guard's calls.</summary>
    private const string GuardKey = "AKIASGWATCHGUARD";

    /// <summary>The address that gets the guard's notifications.</summary>
    public const string MailAddress = "security@example.com";

    /// <summary>The guard's region, and the region of clients that name none.</summary>
    public const string Region = "us-east-1";

    private static readonly EventPattern Tampering = EventPattern.Parse("""
        {"source":["aws.events"],"detail-type":["AWS API Call via CloudTrail"],
         "detail":{"eventSource":["events.amazonaws.com"],
           "eventName":["DisableRule","DeleteRule","PutRule","RemoveTargets"],"errorCode":[{"exists":false}]}}
        """);

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    // the lab has no rate limits that the guard would share with others
    private static readonly GuardOptions Options = new() { SweepReadsPerSecond = 1000, SweepChangesPerSecond = 1000 };

    private readonly Action<GuardResponse> _onResponse;
    private readonly Lock _lock = new();
    private readonly List<Incident> _incidents = [];
    private AwsConnection? _connection;
    private volatile SecurityGroupGuard? _guard; // null before its deployment
    private SweepSchedule? _schedule;
    private Func<DateTimeOffset, SecurityGroupGuard>? _make;
    private MemoryReader? _memory;

    private GuardedLab(Action<GuardResponse> onResponse) => _onResponse = onResponse;

    /// <summary>The lab.</summary>
    public LabHost Host { get; private set; } = null!;

    /// <summary>The groups as the guard reads them.</summary>
    public ISecurityGroupsProvider Groups { get; private set; } = null!;

    /// <summary>Raised with each incident after it was recorded.</summary>
    public event Action<Incident>? Happened;

    /// <summary>All incidents, the oldest first.</summary>
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
    /// <param name="options">The lab's options. The guard replaces their handler of events.</param>
    /// <param name="policy">The guard's policy.</param>
    /// <param name="time">The clock that runs. The lab's own (<see cref="LabHost.Clock"/>) may be ahead of it.</param>
    /// <param name="onResponse">Gets each response of the guard.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<GuardedLab> StartAsync(
        LabOptions options, Policy policy, TimeProvider time, Action<GuardResponse> onResponse, CancellationToken cancellationToken)
    {
        var guarded = new GuardedLab(onResponse);
        guarded.Host = await LabHost.StartAsync(
            options with
            {
                TimeProvider = time,
                Identities = options.Identities.Add(GuardKey, new($"arn:aws:sts::{options.AccountId}:assumed-role/sgwatch/guard")),
                OnEvent = guarded.HandleAsync,
            },
            cancellationToken);
        var topic = await CreateTopicAsync(guarded.Host.Url, cancellationToken);
        guarded.Host.Events.Subscribe(Tampering, (message, token) => ReportTamperingAsync(guarded.Host.Url, topic, message, token));
        var clock = guarded.Host.Clock;
        var connection = new AwsConnection(
            new() { Region = Region, AccessKeyId = GuardKey, SecretAccessKey = "lab", EndpointUrl = guarded.Host.Url }, _ => { });
        guarded._connection = connection;
        guarded.Groups = new AwsSecurityGroupsProvider(connection, new(connection, clock) { Id = options.AccountId }, clock);
        guarded.Host.Account.Trail.Settings.UnlimitedAccessKeyId = GuardKey;
        var table = new LabTable(guarded.Host.Record, options.AccountId, clock);
        guarded._memory = new(table, new Retry(Options, clock, new Random(options.Seed), TimeSpan.FromSeconds(10)).AtMost(1));
        guarded._make = deployedAt => new(
            guarded.Groups, new SnsNotifier(connection, topic, clock), guarded, new FixedPolicy(policy),
            Options, clock, new Random(options.Seed))
        {
            Record = table,
            Counters = table,
            Memory = table,
            Calls = new CloudTrailCallHistory(connection, new(connection, clock) { Id = options.AccountId }, members: null, clock)
            {
                CallsPerSecond = Options.SweepReadsPerSecond,
            },
            DeployedAt = deployedAt,
        };
        await guarded.BeginSweepsAsync(options, cancellationToken);
        return guarded;
    }

    /// <summary>Makes the guard sweep a region, as the schedule does each hour.</summary>
    public Task SweepAsync(string region, CancellationToken cancellationToken) => Host.Sweeps.SweepAsync(region, cancellationToken);

    /// <summary>What the guard tolerates in all regions, with what uses the groups. It fails if the guard's table does.</summary>
    public async Task<CallResult<ImmutableArray<BaselineRow>>> BaselineAsync(CancellationToken cancellationToken)
    {
        if (!(await _memory!.RegionsAsync(cancellationToken)).TryGet(out var regions, out var failure))
        {
            return failure;
        }
        var rows = ImmutableArray.CreateBuilder<BaselineRow>();
        foreach (var at in regions)
        {
            if (!(await _memory.BaselineAsync(at, Host.Clock.GetUtcNow(), cancellationToken)).TryGet(out var list, out failure))
            {
                return failure;
            }
            var its = list.Rows;
            ImmutableArray<string> ids = [.. its.Select(row => row.GroupId).Distinct()];
            var read = ids.IsEmpty ? null : await Groups.Open(at).DescribeUsesAsync(ids, cancellationToken);
            rows.AddRange(read is CallResult<ImmutableDictionary<string, GroupUse>>.Ok(var uses)
                ? its.Select(row => row with { Use = uses.GetValueOrDefault(row.GroupId) })
                : its);
        }
        return rows.ToImmutable();
    }

    /// <summary>Stops the lab.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_schedule is not null)
        {
            await _schedule.DisposeAsync();
        }
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
        (string, string)[] subscription = [("TopicArn", arn), ("Protocol", "email"), ("Endpoint", MailAddress)];
        await client.SnsAsync(GuardKey, "Subscribe", subscription, cancellationToken);
        return TopicArn.TryParse(arn, out var topic)
            ? topic
            : throw new InvalidOperationException($"The lab made a topic without a name: {arn}");
    }

    // the module's rule does the same: EventBridge publishes to the topic directly, without the function
    private static async Task ReportTamperingAsync(
        Uri url, TopicArn topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(message);
        var detail = document.RootElement.GetProperty("detail");
        var rule = detail.GetProperty("requestParameters").GetProperty("name");
        var who = $"{detail.GetProperty("userIdentity").GetProperty("arn")} from {detail.GetProperty("sourceIPAddress")}";
        var text = $"SgWatch, guard tampered with: the rule {rule}, which sends changes to SgWatch, was disabled, deleted or changed. "
            + $"What: {detail.GetProperty("eventName")}. Who: {who}. CloudTrail event: {detail.GetProperty("eventID")}.";
        using var client = new QueryClient(url, Region);
        await client.SnsAsync(GuardKey, "Publish", [("TopicArn", topic.Text), ("Message", text)], cancellationToken);
    }

    private async Task BeginSweepsAsync(LabOptions options, CancellationToken cancellationToken)
    {
        _schedule = new(Host, options.Sweeps == SweepMode.WhenAsked ? null : options.SweepEvery);
        Host.Sweeps.Requested += () =>
        {
            Deploy();
            _schedule.Begin();
        };
        if (options.Sweeps != SweepMode.Unswept)
        {
            Deploy();
        }
        if (options.Sweeps == SweepMode.AtStart)
        {
            await _schedule.SweepAndBeginAsync(cancellationToken);
        }
    }

    // CloudTrail's times have whole seconds: a call of this very second came after the guard
    private void Deploy()
    {
        lock (_lock)
        {
            var now = Host.Clock.GetUtcNow();
            _guard ??= _make!(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)));
        }
    }

    // before its deployment the guard isn't there: the events of that time are lost
    private async Task HandleAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (_guard is { } guard)
        {
            _onResponse(await guard.HandleAsync(message, Host.Clock.GetUtcNow() + Deadline, cancellationToken));
        }
    }
}
