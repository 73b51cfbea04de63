using System.Collections.Immutable;
using System.Text;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Ec2;
using SgWatch.Calls;
using SgWatch.EndToEnd.Tools;
using SgWatch.Guard;
using SgWatch.Guard.PolicySources;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Rules;

namespace SgWatch.EndToEnd.Loop;

/// <summary>The guard and moto's EC2. A proxy between them throttles, fails, breaks off, is slow, and loses answers.</summary>
[Collection(UsesMoto.Name)]
public sealed class FaultTests(MotoFixture moto) : IAsyncLifetime
{
    private const string Region = "us-east-1";
    private const string OldRule = "ingress tcp/443 from 198.51.100.0/24";
    private const int MaxFaults = 12;
    private const int MaxDeliveries = 5; // of one message, as a queue's redrive policy has it
    private const int MaxCalls = 60; // of all deliveries

    private static readonly string[] OpenRules = ["ingress tcp/22 from 0.0.0.0/0", "ingress tcp/22 from ::/0"];

    private static readonly GuardOptions Quick = new()
    {
        RetryAfter = TimeSpan.FromMilliseconds(5),
        MaxRetryAfter = TimeSpan.FromMilliseconds(20),
    };

    private FaultyProxy _proxy = null!;
    private AwsConnection _direct = null!;

    public async ValueTask InitializeAsync()
    {
        await moto.Server.ResetAsync();
        _proxy = await FaultyProxy.StartAsync(moto.Server.Url);
        _direct = Connect(moto.Server.Url);
    }

    public async ValueTask DisposeAsync()
    {
        _direct.Dispose();
        await _proxy.DisposeAsync();
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 24)];

    [Theory]
    [InlineData(CallFault.Throttled)]
    [InlineData(CallFault.ServerError)]
    [InlineData(CallFault.Reset)]
    [InlineData(CallFault.Slow)]
    [InlineData(CallFault.AnswerLost)]
    public async Task Each_call_fails_once_in_one_way(CallFault fault)
    {
        for (var call = 0; call < 6; call++)
        {
            await RemediateAsync($"{fault}-{call}", [.. Enumerable.Repeat(CallFault.None, call), fault]);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Calls_fail_at_random(int seed)
    {
        var random = new Random(seed);
        await RemediateAsync($"seed-{seed}", [.. Enumerable.Range(0, MaxFaults).Select(_ => (CallFault)random.Next(6))]);
    }

    // Nothing is lost: the group complies and people are notified. Nothing happens twice: one incident, one message, one revoke.
    // The calls are bounded.
    private async Task RemediateAsync(string name, ImmutableArray<CallFault> faults)
    {
        var ec2 = new AwsSecurityGroupsProvider(_direct, new(_direct, TimeProvider.System), TimeProvider.System).Open(new(null, Region));
        var groupId = await CreateAsync(name);
        Ok(await ec2.AuthorizeAsync(groupId, false, [RuleText.Parse(OldRule)], Cancelled));
        Ok(await ec2.AuthorizeAsync(groupId, false, [.. OpenRules.Select(RuleText.Parse)], Cancelled));
        var notifications = new List<Notification>();
        var log = new List<Incident>();
        using var connection = Connect(_proxy.Url);
        var guard = new SecurityGroupGuard(
            new AwsSecurityGroupsProvider(connection, new(connection, TimeProvider.System), TimeProvider.System),
            new Notifier(notifications), new Log(log), new FixedPolicy(BuiltInPolicy.Instance), Quick, TimeProvider.System, new Random(7));
        _proxy.Calls.Clear();
        _proxy.Faults.Clear();
        foreach (var fault in faults)
        {
            _proxy.Faults.Enqueue(fault);
        }

        var message = Encoding.UTF8.GetBytes(Event(name, groupId));
        var deliveries = 0;
        GuardResponse answer;
        do
        {
            answer = await guard.HandleAsync(message, TimeProvider.System.GetUtcNow().AddSeconds(30), Cancelled);
            deliveries++;
        }
        while (answer.Groups.Any(group => group.MustRetry) && deliveries < MaxDeliveries);

        var incidents = log.Select(incident => $"{incident.Outcome} {incident.Revoked.Length} {incident.Failure}");
        var why = $"{name}: {string.Join(", ", faults)}: {string.Join(", ", _proxy.Calls)}: {string.Join(", ", incidents)}";
        Assert.True(deliveries < MaxDeliveries, why);
        var group = Ok(await ec2.ReadAsync(groupId, Cancelled));
        Assert.True(group.Rules.Where(rule => !rule.IsEgress).Select(rule => rule.ToString()).SequenceEqual([OldRule]), why);
        Assert.True(log.Count == 1 && log[0].Outcome == IncidentOutcome.Reverted && log[0].Revoked.Length == 2, why);
        Assert.True(
            notifications.Count == 1 && notifications[0].Subject.Contains($"closed {groupId}", StringComparison.Ordinal), why);
        Assert.True(_proxy.Calls.Count(call => call is { Action: "RevokeSecurityGroupIngress", IsDone: true }) == 1, why);
        Assert.True(_proxy.Calls.Count <= MaxCalls, why);
    }

    private static string Event(string eventId, string groupId) => $$$"""
        {"version":"0","detail-type":"AWS API Call via CloudTrail","source":"aws.ec2","region":"{{{Region}}}","detail":{
         "eventVersion":"1.10","eventSource":"ec2.amazonaws.com","eventName":"AuthorizeSecurityGroupIngress","awsRegion":"{{{Region}}}",
         "eventID":"{{{eventId}}}","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::{{{MotoServer.Account}}}:user/alice"},
         "requestParameters":{"groupId":"{{{groupId}}}","ipPermissions":{"items":[
          {"ipProtocol":"tcp","fromPort":22,"toPort":22,"groups":{},"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]},
           "ipv6Ranges":{"items":[{"cidrIpv6":"::/0"}]},"prefixListIds":{}}]}},
         "responseElements":null}}
        """;

    private async Task<string> CreateAsync(string name)
    {
        using var client = new SgWatch.Lab.Tests.LabClient(moto.Server.Url);
        return await client.Ec2TextAsync("groupId", "CreateSecurityGroup", $"GroupName={name}&GroupDescription=d");
    }

    private static AwsConnection Connect(Uri url) =>
        new(new() { Region = Region, AccessKeyId = "testing", SecretAccessKey = "testing", EndpointUrl = url }, _ => { });

    private static T Ok<T>(CallResult<T> result) =>
        result is CallResult<T>.Ok(var value) ? value : throw new InvalidOperationException(result.ToString());

    private sealed class Notifier(List<Notification> sent) : INotifier
    {
        public Task<CallResult<Done>> SendAsync(Notification notification, CancellationToken cancellationToken)
        {
            sent.Add(notification);
            return Task.FromResult<CallResult<Done>>(default(Done));
        }
    }

    private sealed class Log(List<Incident> log) : IIncidentLog
    {
        public Task RecordAsync(Incident incident, string? requestId, CancellationToken cancellationToken)
        {
            log.Add(incident);
            return Task.CompletedTask;
        }
    }
}
