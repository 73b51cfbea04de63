using System.Text;
using System.Text.Json;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Ec2;
using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Guard.PolicySources;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Lab.Events;
using SgWatch.Policies;
using SgWatch.Policies.Reading;

namespace SgWatch.Lab.Tests.Guarded;

/// <summary>A lab and a guard beside it, which gets the lab's events when and as the test says.</summary>
internal sealed class LabGuard : INotifier, IIncidentLog, IAsyncDisposable
{
    public const string Region = "us-east-1";
    private const string GuardKey = "AKIAGUARD";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly List<string> _events = [];
    private readonly LabHost _lab;
    private readonly AwsConnection _connection;
    private readonly SecurityGroupGuard _guard;

    private LabGuard(LabHost lab, Policy policy)
    {
        _lab = lab;
        Client = new(lab.Url);
        _connection = new(new() { Region = Region, AccessKeyId = GuardKey, SecretAccessKey = "lab", EndpointUrl = lab.Url }, _ => { });
        var provider = new AwsSecurityGroupsProvider(
            _connection, new(_connection, TimeProvider.System) { Id = lab.Account.AccountId }, TimeProvider.System);
        var options =
            new GuardOptions { ReadAgainAfter = TimeSpan.FromMilliseconds(20), SweepReadsPerSecond = 1000, SweepChangesPerSecond = 1000 };
        _guard = new(provider, this, this, new FixedPolicy(policy), options, TimeProvider.System, new Random(1));
        lab.Events.Subscribe(EventPattern.OfModule, (message, _) =>
        {
            var text = Encoding.UTF8.GetString(message.Span);
            if (!text.Contains(GuardKey, StringComparison.Ordinal))
            {
                _events.Add(text);
            }
            return Task.CompletedTask;
        });
    }

    public LabClient Client { get; }

    public List<Notification> Mail { get; } = [];

    public static async Task<LabGuard> StartAsync(string policy) => new(
        await LabHost.StartAsync(new() { Seed = 7 }),
        PolicyReader.Read("test.yaml", Encoding.UTF8.GetBytes(policy)) is PolicyReadResult.Accepted(var read)
            ? read : throw new FormatException(policy));

    public static async Task<LabGuard> StartAsync() => new(await LabHost.StartAsync(new() { Seed = 7 }), BuiltInPolicy.Instance);

    /// <summary>The events since this was last asked, as the module's rule lets them through.</summary>
    public async Task<IReadOnlyList<string>> TakeEventsAsync()
    {
        await _lab.Events.WhenIdleAsync(TestContext.Current.CancellationToken);
        string[] events = [.. _events];
        _events.Clear();
        return events;
    }

    public Task<GuardResponse> HandleAsync(string message) =>
        _guard.HandleAsync(Encoding.UTF8.GetBytes(message), DateTimeOffset.UtcNow + Limit, TestContext.Current.CancellationToken);

    public Task<GuardResponse> SweepAsync() => HandleAsync("""{"sgwatch":"sweep"}""");

    public static string Batch(IEnumerable<string> bodies) => JsonSerializer.Serialize(new
    {
        Records = bodies.Select((body, i) => new { messageId = $"m{i}", eventSource = "aws:sqs", body }),
    });

    public IEnumerable<string> Rules(string groupId) => _lab.Account.Groups(Region).Single(group => group.GroupId == groupId).Rules
        .Where(rule => !rule.IsEgress).Select(rule => rule.ToString()).Order(StringComparer.Ordinal);

    public string DefaultGroupOf(string vpcId) =>
        _lab.Account.Groups(Region).Single(group => group.VpcId == vpcId && group.GroupName == "default").GroupId;

    public async Task<string> CreateGroupAsync(string name, string permission, string more = "")
    {
        var id = await Client.Ec2TextAsync("groupId", "CreateSecurityGroup", $"GroupName={name}&GroupDescription={name}&{more}");
        await Client.Ec2TextAsync("return", "AuthorizeSecurityGroupIngress", $"GroupId={id}&{permission}");
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _connection.Dispose();
        await _lab.DisposeAsync();
    }

    Task<CallResult<Done>> INotifier.SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        lock (Mail)
        {
            Mail.Add(notification);
        }
        return Task.FromResult<CallResult<Done>>(default(Done));
    }

    Task IIncidentLog.RecordAsync(Incident incident, string? requestId, CancellationToken cancellationToken) => Task.CompletedTask;
}
