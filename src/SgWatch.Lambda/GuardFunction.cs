using SgWatch.Aws.Accounts;
using SgWatch.Aws.CloudTrail;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Dynamo;
using SgWatch.Aws.Ec2;
using SgWatch.Aws.EventBridge;
using SgWatch.Aws.Quotas;
using SgWatch.Aws.S3;
using SgWatch.Aws.SecurityHub;
using SgWatch.Aws.Sns;
using SgWatch.Aws.Sqs;
using SgWatch.Guard;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Recording;
using SgWatch.Lambda.Logs;
using SgWatch.Lambda.Runtime;
using SgWatch.Lambda.Settings;

namespace SgWatch.Lambda;

/// <summary>The guard as a Lambda function: an event in, its response out, and a line in the log for every decision.</summary>
internal sealed class GuardFunction : IDisposable
{
    private const int MaxInMemory = 200;
    private const int MaxResponseBytes = 6_000_000; // Lambda takes 6,291,556

    private readonly LogWriter _log;
    private readonly TimeProvider _time;
    private readonly AwsConnection _connection;
    private readonly OwnAccount _ownAccount;
    private readonly SqsContinuationSender? _continuations;
    private readonly SecurityGroupGuard _guard;

    /// <param name="settings">The function's environment.</param>
    /// <param name="log">The function's log.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Its seed must not be another instance's: idempotency tokens are made of it.</param>
    public GuardFunction(FunctionSettings settings, LogWriter log, TimeProvider time, Random random)
    {
        (_log, _time) = (log, time);
        _connection = new(settings.Aws, message => log.Warn(null, message)); // it outlives the invocation that needs it first
        _ownAccount = new(_connection, time);
        _continuations = settings.Queue is { } queue ? new(_connection, queue, time) : null;
        var members = settings.Member is { } member ? new MemberSessions(_connection, member, time) : null;
        _guard = new(
            new AwsSecurityGroupsProvider(_connection, _ownAccount, time, members),
            settings.Topic is { } topic ? new SnsNotifier(_connection, topic, time) : new LogNotifier(log),
            new IncidentLines(log),
            PolicyFile.Of(settings, _connection, time, random),
            new GuardOptions(),
            time,
            random)
        {
            Continuations = _continuations,
            Integrations = new(Integrations(settings, members)),
            Record = settings.Table is { } incidents
                ? new DynamoIncidentRecord(_connection, incidents, time)
                {
                    OnUnreadable = failure => log.Error(null, failure.Message, failure.Code),
                }
                : new MemoryIncidentRecord(time, MaxInMemory),
            Memory = settings.Table is { } memory ? new DynamoMemoryStore(_connection, memory, time) { OwnAccount = _ownAccount } : null,
            MemoryCopy = settings.BaselineCopy is { } copy ? new S3MemoryCopy(_connection, copy, time) { OwnAccount = _ownAccount } : null,
            DeployedAt = settings.DeployedAt,
            Calls = new CloudTrailCallHistory(_connection, _ownAccount, members, time),
            Quotas = settings.RulesPerGroup is { } quota
                ? new FixedRuleQuotas(quota)
                : new AwsRuleQuotas(_connection, _ownAccount, members, time),
            Counters = settings.Table is { } counters ? new DynamoCounters(_connection, counters, time) : new MemoryCounters(time),
            StepLog = new StepLines(log),
        };
    }

    /// <summary>Handles one event.</summary>
    public async Task<InvocationResult> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        _ownAccount.Id ??= invocation.Account;
        var request = new GuardRequest(invocation.Payload, invocation.Deadline) { RequestId = invocation.RequestId };
        var response = await _guard.HandleAsync(request, cancellationToken);
        DecisionLog.Write(_log, invocation.RequestId, response);
        Metrics.Write(_log, response, _time.GetUtcNow());
        return response.MustRetry
            ? new InvocationResult.Error(new("Function.MustRetry", Reason(response)))
            : new InvocationResult.Answer(Write(response));
    }

    public void Dispose()
    {
        _continuations?.Dispose();
        _connection.Dispose();
    }

    /// <summary>The response as JSON, without the groups if Lambda would refuse it for its size.</summary>
    internal static ReadOnlyMemory<byte> Write(GuardResponse response) =>
        response.CountBytes() <= MaxResponseBytes ? response.ToJson() : response.ToShortJson();

    private IEnumerable<INotifier> Integrations(FunctionSettings settings, MemberSessions? members)
    {
        if (settings.EventBus is { } bus)
        {
            yield return new EventBridgeNotifier(_connection, bus, settings.HasOcsf, _time);
        }
        if (settings.HasSecurityHub)
        {
            yield return new SecurityHubNotifier(_connection, _ownAccount, members, _time);
        }
    }

    private static string Reason(GuardResponse response)
    {
        var failed = response.Groups.FirstOrDefault(group => group.MustRetry);
        var (what, why) = failed is null ? ("a notification", response.NotificationFailure) : (failed.GroupId, failed.Failure);
        return why is null ? $"{what}: to be retried" : $"{what}: {why.Operation} failed with {why.Code}: {why.Message}";
    }
}
