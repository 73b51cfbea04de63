using SgWatch.Aws.Accounts;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Dynamo;
using SgWatch.Aws.Ec2;
using SgWatch.Aws.EventBridge;
using SgWatch.Aws.SecurityHub;
using SgWatch.Aws.Sns;
using SgWatch.Aws.Sqs;
using SgWatch.Guard;
using SgWatch.Lambda.Logs;
using SgWatch.Lambda.Runtime;
using SgWatch.Lambda.Settings;

namespace SgWatch.Lambda;

/// <summary>The guard as a Lambda function: an event in, its answer out, and a line in the log for every decision.</summary>
internal sealed class GuardFunction : IDisposable
{
    private const int MaxAnswerBytes = 6_000_000; // Lambda takes 6,291,556

    private readonly LogWriter _log;
    private readonly TimeProvider _time;
    private readonly AwsConnection _connection;
    private readonly OwnAccount _ownAccount;
    private readonly SqsContinuationSender? _ownMessages;
    private readonly SecurityGroupGuard _guard;
    private string? _requestId;

    public GuardFunction(FunctionSettings settings, LogWriter log, TimeProvider time, Random random)
    {
        (_log, _time) = (log, time);
        _connection = new(settings.Aws, message => log.Warn(_requestId, message));
        _ownAccount = new(_connection, time);
        _ownMessages = settings.Queue is { } queue ? new(_connection, queue, time) : null;
        var members = settings.Member is { } member ? new MemberSessions(_connection, member, time) : null;
        _guard = new(
            new AwsSecurityGroupsProvider(_connection, _ownAccount, time, members),
            settings.Topic is { } topic ? new SnsNotifier(_connection, topic, time) : new LogNotifier(log, () => _requestId),
            new IncidentLines(log, () => _requestId),
            PolicyFile.Of(settings, _connection, time, random),
            new GuardOptions(),
            time,
            random)
        {
            Continuations = _ownMessages,
            Integrations = new(ToldToo(settings, members)),
            Record = settings.Table is { } table ? new DynamoIncidentRecord(_connection, table, time) : new MemoryIncidentRecord(time, max: 200),
            Counters = settings.Table is { } counted ? new DynamoCounters(_connection, counted, time) : new MemoryCounters(time),
        };
    }

    public async Task<InvocationResult> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        _requestId = invocation.RequestId;
        _ownAccount.Id ??= invocation.Account;
        var answer = await _guard.HandleAsync(invocation.Payload, invocation.Deadline, cancellationToken);
        DecisionLog.Write(_log, invocation.RequestId, answer);
        Metrics.Write(_log, answer, _time.GetUtcNow());
        return answer.MustRetry
            ? new InvocationResult.Error(new("Function.MustRetry", Reason(answer)))
            : new InvocationResult.Answer(Write(answer));
    }

    public void Dispose()
    {
        _ownMessages?.Dispose();
        _connection.Dispose();
    }

    private IEnumerable<INotifier> ToldToo(FunctionSettings settings, MemberSessions? members)
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

    private static string Reason(GuardResponse answer)
    {
        var failure = answer.Groups.FirstOrDefault(group => group.MustRetry);
        var (group, why) = failure is null ? ("a notification", answer.NotificationFailure) : (failure.GroupId, failure.Failure);
        return why is null ? $"{group}: to be tried again" : $"{group}: {why.Operation} failed with {why.Code}: {why.Message}";
    }

    internal static ReadOnlyMemory<byte> Write(GuardResponse answer)
    {
        var json = answer.ToJson();
        return json.Length <= MaxAnswerBytes ? json : answer.ToShortJson();
    }
}
