using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Remembering;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Tests.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Tests.Guard.Remembering;

/// <summary>A guard that remembers, over one group in memory: people open rules, events come or are lost, sweeps come each hour.</summary>
internal sealed class MemoryHarness : INotifier, IIncidentLog, IPolicySource, ICallHistory
{
    public const string Account = "111122223333";
    public const string Region = "eu-west-1";
    public const string Ssh = "ingress tcp/22 from 0.0.0.0/0";
    public const string NoSshExceptEdge = """
        guardrails:
          - name: no-ssh
            forbid: [{ ingress: tcp/22, from: world }]
            allow: [{ ingress: tcp/22, from: world, groups: { tags: { tier: edge } } }]
        """;

    public const string Dev = "arn:aws:sts::111122223333:assumed-role/dev/alice";
    public const string Pipeline = "arn:aws:sts::111122223333:assumed-role/deploy-pipeline/run";

    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Origin> _calls = [];
    private SecurityGroup _group = new("sg-1", "web") { VpcId = "vpc-1", OwnerId = Account, Region = Region };
    private Policy _policy;
    private DateTimeOffset _writtenAt;
    private int _nextId;

    public MemoryHarness(string policy = "", IMemoryCopy? copy = null, bool saysWhenDeployed = true)
    {
        Ec2 = new(Time);
        _policy = policy.Length == 0 ? BuiltInPolicy.Instance : JudgeCalls.Policy(policy);
        _writtenAt = Time.GetUtcNow() - TimeSpan.FromDays(30);
        Guard = new(Ec2, this, this, this, new(), Time, new Random(1))
        {
            Memory = Store,
            MemoryCopy = copy,
            Calls = this,
            DeployedAt = saysWhenDeployed ? Time.GetUtcNow() : null,
        };
        Ec2.Put(_group);
    }

    public LabEc2 Ec2 { get; }

    public SkippingTime Time { get; } = new(new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));

    public FailingMemoryStore Store { get; } = new(new ProcessMemoryStore());

    public SecurityGroupGuard Guard { get; }

    public List<Notification> Mail { get; } = [];

    public List<Incident> Incidents { get; } = [];

    public CallFailure? CloudTrailFails { get; set; }

    /// <summary>How often CloudTrail was asked.</summary>
    public int Lookups { get; private set; }

    /// <summary>The ids of the group's rules, as they are now.</summary>
    public IEnumerable<string> Rules => Ec2.Groups["sg-1"].Rules.Select(rule => rule.SecurityGroupRuleId!);

    /// <summary>What is remembered of the group.</summary>
    public GroupMemory? Memory =>
        Store.Inner.ReadAsync(new(Account, Region), "sg-1", default).Result.TryGet(out var stored, out _) ? stored.Value : null;

    /// <summary>A world whose first sweep was ten minutes ago.</summary>
    public static async Task<MemoryHarness> SweptAsync(string policy)
    {
        var world = new MemoryHarness(policy).After(Hour);
        await world.SweepAsync();
        return world.After(TimeSpan.FromMinutes(10));
    }

    public MemoryHarness After(TimeSpan time)
    {
        Time.Move(time);
        return this;
    }

    /// <summary>Somebody adds a rule; CloudTrail knows the call.</summary>
    public string Open(string rule, string by = Dev)
    {
        var id = $"sgr-{++_nextId:d4}";
        Change(group => group with { Rules = group.Rules.Add(RuleText.Parse(rule) with { SecurityGroupRuleId = id }) });
        _calls[id] = new("AuthorizeSecurityGroupIngress")
        {
            EventId = $"00000000-0000-0000-0000-{_nextId:d12}",
            EventTime = Time.GetUtcNow(),
            Account = Account,
            Region = Region,
            Actor = new() { Type = "AssumedRole", Arn = by },
        };
        return id;
    }

    public void Close(string id) => Change(group => group with { Rules = group.Rules.RemoveAll(rule => rule.SecurityGroupRuleId == id) });

    public void Forget(string id) => _calls.Remove(id);

    public void Tag(string key, string? value) => Change(group => group with
    {
        Tags = value is null ? group.Tags.Remove(key) : group.Tags.SetItem(key, value),
    });

    public void Write(string policy)
    {
        _policy = JudgeCalls.Policy(policy);
        _writtenAt = Time.GetUtcNow();
    }

    public Task<GuardResponse> SweepAsync() => HandleAsync($$"""{"sgwatch":"sweep","account":"{{Account}}","region":"{{Region}}"}""");

    /// <summary>The event of the call that made a rule comes.</summary>
    public Task<GuardResponse> EventAsync(string id) => HandleAsync(EventOf(id));

    /// <summary>The event of the call that made a rule.</summary>
    public string EventOf(string id)
    {
        var call = _calls[id];
        var rule = Ec2.Groups["sg-1"].Rules.FirstOrDefault(rule => rule.SecurityGroupRuleId == id);
        var cidr = ((Peer.Ipv4)(rule?.Peer ?? RuleText.Parse("ingress tcp/22 from 0.0.0.0/0").Peer)).Cidr;
        var (from, to) = rule is null ? (22, 22) : (rule.Service.FromPort, rule.Service.ToPort);
        var time = call.EventTime!.Value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return $$$"""
            {"version":"0","id":"e","detail-type":"AWS API Call via CloudTrail","source":"aws.ec2","account":"{{{Account}}}",
             "time":"{{{time}}}","region":"{{{Region}}}","resources":[],"detail":{
             "eventVersion":"1.10","userIdentity":{"type":"AssumedRole","arn":"{{{call.Actor!.Arn}}}"},
             "eventTime":"{{{time}}}","eventSource":"ec2.amazonaws.com","eventName":"AuthorizeSecurityGroupIngress",
             "awsRegion":"{{{Region}}}",
             "sourceIPAddress":"203.0.113.9","userAgent":"aws-cli/2","requestParameters":{"groupId":"sg-1","ipPermissions":{"items":[
               {"ipProtocol":"tcp","fromPort":{{{from}}},"toPort":{{{to}}},"ipRanges":{"items":[{"cidrIp":"{{{cidr}}}"}]} }]} },
             "responseElements":{"_return":true,"securityGroupRuleSet":{"items":[
               {"groupId":"sg-1","securityGroupRuleId":"{{{id}}}","isEgress":false,
                "ipProtocol":"tcp","fromPort":{{{from}}},"toPort":{{{to}}},"cidrIpv4":"{{{cidr}}}"}]} },
             "eventID":"{{{call.EventId}}}","recipientAccountId":"{{{Account}}}","readOnly":false} }
            """;
    }

    /// <summary>The event of a call comes that modified a rule, perhaps only its description.</summary>
    public Task<GuardResponse> ModifyEventAsync(string id, string by = Dev)
    {
        var rule = Ec2.Groups["sg-1"].Rules.First(rule => rule.SecurityGroupRuleId == id);
        var time = Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return HandleAsync($$$"""
            {"version":"0","id":"e","detail-type":"AWS API Call via CloudTrail","source":"aws.ec2","account":"{{{Account}}}",
             "time":"{{{time}}}","region":"{{{Region}}}","resources":[],"detail":{
             "eventVersion":"1.10","userIdentity":{"type":"AssumedRole","arn":"{{{by}}}"},
             "eventTime":"{{{time}}}","eventSource":"ec2.amazonaws.com","eventName":"ModifySecurityGroupRules","awsRegion":"{{{Region}}}",
             "sourceIPAddress":"203.0.113.9","userAgent":"aws-cli/2","requestParameters":{"ModifySecurityGroupRulesRequest":{
               "GroupId":"sg-1","SecurityGroupRule":{"SecurityGroupRuleId":"{{{id}}}","SecurityGroupRule":{"IpProtocol":"tcp",
               "FromPort":{{{rule.Service.FromPort}}},"ToPort":{{{rule.Service.ToPort}}},"CidrIpv4":"{{{((Peer.Ipv4)rule.Peer).Cidr}}}",
               "Description":"new"},"tag":1} } },
             "responseElements":{"ModifySecurityGroupRulesResponse":{"return":true} },
             "eventID":"00000000-0000-0000-0000-00000000d0d0","recipientAccountId":"{{{Account}}}","readOnly":false} }
            """);
    }

    /// <summary>An event that names the group and no rule, such as a tag's.</summary>
    public Task<GuardResponse> LookAsync() =>
        HandleAsync($$"""{"sgwatch":"look","account":"{{Account}}","region":"{{Region}}","group":"sg-1"}""");

    public Task<GuardResponse> HandleAsync(string message) => Guard.HandleAsync(
        Encoding.UTF8.GetBytes(message), Time.GetUtcNow() + TimeSpan.FromMinutes(1), CancellationToken.None);

    ValueTask<PolicyInForce> IPolicySource.GetAsync(CancellationToken cancellationToken) =>
        new(new PolicyInForce(_policy) { WrittenAt = _writtenAt });

    Task<CallResult<Origin?>> ICallHistory.FindMakerAsync(
        AccountRegion accountRegion, string groupId, SecurityGroupRule rule, bool isModified, CancellationToken cancellationToken) =>
        Task.FromResult(Lookups++ >= 0 && CloudTrailFails is { } failure
            ? (CallResult<Origin?>)failure
            : new CallResult<Origin?>.Ok(_calls.GetValueOrDefault(rule.SecurityGroupRuleId!)));

    Task<CallResult<Done>> INotifier.SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        Mail.Add(notification);
        return Task.FromResult<CallResult<Done>>(default(Done));
    }

    Task IIncidentLog.RecordAsync(Incident incident, string? requestId, CancellationToken cancellationToken)
    {
        Incidents.Add(incident);
        return Task.CompletedTask;
    }

    private void Change(Func<SecurityGroup, SecurityGroup> change) => Ec2.Put(_group = change(Ec2.Groups["sg-1"]));
}
