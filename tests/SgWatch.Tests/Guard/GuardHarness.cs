using System.Text;
using System.Text.Json;
using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Guard.PolicySources;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Rules;

namespace SgWatch.Tests.Guard;

/// <summary>A guard over groups in memory, its mail and its log.</summary>
internal sealed class GuardHarness : INotifier, IIncidentLog
{
    /// <summary>A policy under which SSH is narrowed to the office; a further guardrail may follow on a line of its own.</summary>
    public const string OfficeOnly = """
        version: 1
        guardrails:
          - name: office-only
            action: narrow
            forbid: [{ ingress: tcp/22, from: any }]
            allow: [{ ingress: tcp/22, from: 203.0.113.0/24 }]

        """;

    private readonly Queue<CallFailureKind> _sendFailures = [];

    public GuardHarness(Policy? policy = null, GuardOptions? options = null, IContinuationSender? continuations = null)
        : this(new FixedPolicy(policy ?? BuiltInPolicy.Instance), options, continuations)
    {
    }

    public GuardHarness(IPolicySource policies, GuardOptions? options = null, IContinuationSender? continuations = null)
    {
        Ec2 = new(Time);
        Guard = new(Ec2, this, this, policies, options ?? new(), Time, new Random(1)) { Continuations = continuations };
    }

    public LabEc2 Ec2 { get; }

    public SkippingTime Time { get; } = new(new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));

    public List<Notification> Mail { get; } = [];

    public List<Incident> Incidents { get; } = [];

    /// <summary>The invocation that logged each incident.</summary>
    public List<string?> LoggedBy { get; } = [];

    public SecurityGroupGuard Guard { get; }

    public void FailSending(CallFailureKind kind, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _sendFailures.Enqueue(kind);
        }
    }

    public Task<GuardResponse> HandleAsync(string message, TimeSpan? time = null) =>
        Guard.HandleAsync(Encoding.UTF8.GetBytes(message), Time.GetUtcNow() + (time ?? TimeSpan.FromMinutes(1)), CancellationToken.None);

    public IEnumerable<string> RuleIds(SecurityGroup group) => Ec2.Groups[group.GroupId].Rules.Select(r => r.SecurityGroupRuleId!);

    /// <summary>The EventBridge event of a call that authorized these rules of a group.</summary>
    public static string Authorized(SecurityGroup group, params string[] ruleIds) =>
        Event("AuthorizeSecurityGroupIngress", group.GroupId, ruleIds);

    public static string Event(string eventName, string groupId, params string[] ruleIds)
    {
        var items = ruleIds.Select(id => $$"""
            {"groupId":"{{groupId}}","securityGroupRuleId":"{{id}}","isEgress":false,
             "ipProtocol":"tcp","fromPort":22,"toPort":22,"cidrIpv4":"192.0.2.0/24"}
            """);
        return $$"""
            {"version":"0","id":"e","detail-type":"AWS API Call via CloudTrail","source":"aws.ec2","account":"111122223333",
             "time":"2026-08-01T11:59:50Z","region":"eu-west-1","resources":[],"detail":{
             "eventVersion":"1.10","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/dev/alice"},
             "eventTime":"2026-08-01T11:59:50Z","eventSource":"ec2.amazonaws.com","eventName":"{{eventName}}","awsRegion":"eu-west-1",
             "sourceIPAddress":"203.0.113.9","userAgent":"aws-cli/2","requestParameters":{"groupId":"{{groupId}}","ipPermissions":{"items":[
               {"ipProtocol":"tcp","fromPort":22,"toPort":22,"ipRanges":{"items":[{"cidrIp":"192.0.2.0/24"}]} }]} },
             "responseElements":{"_return":true,"securityGroupRuleSet":{"items":[{{string.Join(',', items)}}] } },
             "eventID":"11111111-2222-3333-4444-555555555555","recipientAccountId":"111122223333","readOnly":false} }
            """;
    }

    public static string Batch(params string[] bodies) => JsonSerializer.Serialize(new
    {
        Records = bodies.Select((body, i) => new { messageId = $"m{i + 1}", eventSource = "aws:sqs", body }),
    });

    Task<CallResult<Done>> INotifier.SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        if (_sendFailures.TryDequeue(out var kind))
        {
            return Task.FromResult<CallResult<Done>>(new CallFailure(kind, "Publish", $"{kind}", "made by the test"));
        }
        Mail.Add(notification);
        return Task.FromResult<CallResult<Done>>(default(Done));
    }

    Task IIncidentLog.RecordAsync(Incident incident, string? requestId, CancellationToken cancellationToken)
    {
        Incidents.Add(incident);
        LoggedBy.Add(requestId);
        return Task.CompletedTask;
    }
}
