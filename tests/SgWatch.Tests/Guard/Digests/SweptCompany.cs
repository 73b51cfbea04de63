using System.Text;
using System.Text.Json;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Recording;
using SgWatch.Guard.Remembering;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Tests.Verdicts;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Tests.Guard.Digests;

/// <summary>A guard that remembers, over many groups in several accounts. Events never come: only sweeps do.</summary>
internal sealed class SweptCompany : INotifier, IIncidentLog, IPolicySource, ICallHistory
{
    public const string Own = "111122223333";
    public const string Other = "444455556666";
    public const string Region = "eu-west-1";
    public const string Ssh = "ingress tcp/22 from 0.0.0.0/0";
    public const string Dev = "arn:aws:sts::111122223333:assumed-role/dev/alice";
    public const string NoSshExceptEdge = """
        guardrails:
          - name: no-ssh
            forbid: [{ ingress: tcp/22, from: world }]
            allow: [{ ingress: tcp/22, from: world, groups: { tags: { tier: edge } } }]
        """;

    private readonly Policy _policy;
    private readonly ProcessMemoryStore _memory = new();
    private readonly MemoryIncidentRecord _record;
    private readonly MemoryCounters _counters;
    private readonly DateTimeOffset _begin;
    private SecurityGroupGuard _guard;
    private int _nextId;

    public SweptCompany(string policy = NoSshExceptEdge)
    {
        _policy = JudgeCalls.Policy(policy);
        (_record, _counters, _begin, Ec2) = (new(Time), new(Time), Time.GetUtcNow(), new(Time));
        _guard = Start();
    }

    public SkippingTime Time { get; } = new(new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));

    public LabEc2 Ec2 { get; }

    public FakeQueue Queue { get; } = new();

    public List<Notification> Mail { get; } = [];

    public List<Incident> Incidents { get; } = [];

    public bool MailFails { get; set; }

    public CallFailure? CloudTrailFails { get; set; }

    public bool KnowsNoCall { get; set; }

    /// <summary>The rules that CloudTrail was asked about, and whether each was still there then.</summary>
    public List<(string RuleId, bool WasThere)> Questions { get; } = [];

    /// <summary>The ids of all rules, as they are now.</summary>
    public IEnumerable<string> Rules =>
        Ec2.Groups.Values.SelectMany(group => group.Rules).Select(rule => rule.SecurityGroupRuleId!).Order();

    public IEnumerable<string> Kinds => Mail.Select(mail => mail.Kind);

    /// <summary>Another process takes over: what the old one had in its memory is lost.</summary>
    public void Restart() => _guard = Start();

    public void Make(string groupId) =>
        Ec2.Put(new SecurityGroup(groupId, $"name-of-{groupId}") { VpcId = "vpc-1", OwnerId = Own, Region = Region });

    public string Open(string groupId, string rule = Ssh, string account = Own)
    {
        var id = $"sgr-{++_nextId:d4}";
        var group = Ec2.Groups.GetValueOrDefault(groupId)
            ?? new SecurityGroup(groupId, $"name-of-{groupId}") { VpcId = "vpc-1", OwnerId = account, Region = Region };
        Ec2.Put(group with { Rules = group.Rules.Add(RuleText.Parse(rule) with { SecurityGroupRuleId = id }) });
        return id;
    }

    public void Tag(string groupId, string key, string? value) => Ec2.Put(Ec2.Groups[groupId] with
    {
        Tags = value is null ? Ec2.Groups[groupId].Tags.Remove(key) : Ec2.Groups[groupId].Tags.SetItem(key, value),
    });

    /// <summary>A person opens a rule and accepts it.</summary>
    public async Task<string> AcceptAsync(string groupId, string note = "SEC-1")
    {
        var id = Open(groupId);
        var rule = Ec2.Groups[groupId].Rules.Single(rule => rule.SecurityGroupRuleId == id);
        var retry = new Retry(new(), Time, new Random(1), Time.GetUtcNow().AddMinutes(5));
        var edited = await new MemoryEditor(_memory, retry).EditAsync(new(Own, Region), groupId, Time.GetUtcNow(), memory =>
            memory.Tolerating(new(null, RememberedContent.Of(rule, PrefixLists.None), BaselineReason.Accepted, Time.GetUtcNow())
            {
                Note = note,
            }), CancellationToken.None);
        Assert.Null(edited.FailureOrNull);
        return id;
    }

    /// <summary>A sweep of one account, so much later, with all that it leaves on the queue.</summary>
    public async Task SweepAsync(TimeSpan after, string account = Own, int seconds = 60)
    {
        Time.Move(after);
        await HandleAsync($$"""{"sgwatch":"sweep","account":"{{account}}","region":"{{Region}}"}""", seconds);
        await DrainAsync(seconds);
    }

    /// <summary>A sweep of several accounts, so much later.</summary>
    public async Task SweepAllAsync(TimeSpan after, params string[] accounts)
    {
        Time.Move(after);
        var ids = string.Join(',', accounts.Select(its => $"\"{its}\""));
        await HandleAsync($$"""{"sgwatch":"sweep","accounts":[{{ids}}],"regions":["{{Region}}"]}""", 60);
        await DrainAsync(60);
    }

    /// <summary>Sweeps until the first look is over. The messages until then are forgotten.</summary>
    public async Task SettleAsync()
    {
        await SweepAsync(TimeSpan.FromHours(1));
        await SweepAsync(TimeSpan.FromHours(1));
        await SweepAsync(TimeSpan.FromDays(2));
        Mail.Clear();
        Incidents.Clear();
        Questions.Clear();
    }

    public Task<GuardResponse> HandleAsync(string message, int seconds) => _guard.HandleAsync(
        Encoding.UTF8.GetBytes(message), Time.GetUtcNow() + TimeSpan.FromSeconds(seconds), CancellationToken.None);

    /// <summary>The ids of the rules that a message names as the worst.</summary>
    public static IEnumerable<string> WorstOf(Notification mail)
    {
        using var json = JsonDocument.Parse(mail.Json);
        return [.. json.RootElement.GetProperty("worst").EnumerateArray().Select(row => row.GetProperty("ruleId").GetString()!)];
    }

    private async Task DrainAsync(int seconds)
    {
        while (Queue.Messages.TryDequeue(out var message))
        {
            Time.Move(message.Delay);
            await HandleAsync(message.Body, seconds);
        }
    }

    private SecurityGroupGuard Start() => new(Ec2, this, this, this, new(), Time, new Random(1))
    {
        Memory = _memory,
        Record = _record,
        Counters = _counters,
        Continuations = Queue,
        Calls = this,
        DeployedAt = _begin,
    };

    ValueTask<PolicyInForce> IPolicySource.GetAsync(CancellationToken cancellationToken) =>
        new(new PolicyInForce(_policy) { WrittenAt = _begin - TimeSpan.FromDays(30) });

    Task<CallResult<Origin?>> ICallHistory.FindMakerAsync(
        AccountRegion accountRegion, string groupId, SecurityGroupRule rule, bool isModified, CancellationToken cancellationToken)
    {
        Questions.Add((rule.SecurityGroupRuleId!, Rules.Contains(rule.SecurityGroupRuleId!)));
        if (KnowsNoCall)
        {
            return Task.FromResult<CallResult<Origin?>>(new CallResult<Origin?>.Ok(null));
        }
        return Task.FromResult(CloudTrailFails is { } failure ? failure : (CallResult<Origin?>)new Origin("AuthorizeSecurityGroupIngress")
        {
            EventId = $"event-of-{rule.SecurityGroupRuleId}",
            EventTime = Time.GetUtcNow() - TimeSpan.FromMinutes(50),
            Account = Own,
            Region = Region,
            Actor = new() { Type = "AssumedRole", Arn = Dev },
        });
    }

    Task<CallResult<Done>> INotifier.SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        if (MailFails)
        {
            return Task.FromResult<CallResult<Done>>(
                new CallFailure(CallFailureKind.Transient, "Publish", "Throttled", "made by the test"));
        }
        Mail.Add(notification);
        return Task.FromResult<CallResult<Done>>(default(Done));
    }

    Task IIncidentLog.RecordAsync(Incident incident, string? requestId, CancellationToken cancellationToken)
    {
        Incidents.Add(incident);
        return Task.CompletedTask;
    }
}
