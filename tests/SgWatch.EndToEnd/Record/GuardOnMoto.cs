using System.Text;
using System.Text.Json;
using SgWatch.Aws.CloudTrail;
using SgWatch.Aws.Dynamo;
using SgWatch.Aws.Ec2;
using SgWatch.Aws.S3;
using SgWatch.Calls;
using SgWatch.EndToEnd.Lambda;
using SgWatch.EndToEnd.Loop;
using SgWatch.EndToEnd.Tools;
using SgWatch.Guard;
using SgWatch.Guard.PolicySources;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Policies;

namespace SgWatch.EndToEnd.Record;

/// <summary>
/// The guard with its record and its memory in a table on moto, and the command line beside it. Every message meets a new guard.
/// </summary>
/// <param name="url">Where moto is.</param>
/// <param name="table">The table. It is in us-east-1.</param>
/// <param name="region">The region of the groups.</param>
internal sealed class GuardOnMoto(Uri url, string table, string region = "us-east-1") : IIncidentLog, INotifier
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20); // moto's answers take longer than DynamoDB's

    public AwsCli Aws { get; } = new(url, region);

    public ShiftedTime Time { get; init; } = new(TimeSpan.Zero);

    public Policy Policy { get; init; } = BuiltInPolicy.Instance;

    public bool HasMemory { get; init; } = true;

    /// <summary>The bucket of the memory's copies. Null for none.</summary>
    public string? Copies { get; init; }

    /// <summary>Every message to people.</summary>
    public List<Notification> Notifications { get; } = [];

    /// <summary>Each item of the record that couldn't be read.</summary>
    public List<CallFailure> Unreadable { get; } = [];

    public Task<GuardResponse> SweepAsync() =>
        HandleAsync($$"""{"sgwatch":"sweep","account":"{{MotoServer.Account}}","region":"{{region}}"}""");

    /// <summary>The event of somebody who opened a TCP port.</summary>
    public string Opened(string groupId, string ruleId, int port = 22, string cidr = "0.0.0.0/0") =>
        OpenedEvent.Of(groupId, ruleId, region: region, at: Time.GetUtcNow(), port: port, cidr: cidr);

    /// <summary>Handles a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="recordFailure">The code of the failure that the record or the memory is to have. Null for none.</param>
    public async Task<GuardResponse> HandleAsync(string message, string? recordFailure = null)
    {
        using var connection = MotoConnection.Of(url);
        Aws.Accounts.OwnAccount own = new(connection, Time) { Id = MotoServer.Account };
        var groups = new AwsSecurityGroupsProvider(connection, own, Time);
        var guard = new SecurityGroupGuard(groups, this, this, new FixedPolicy(Policy), new(), Time, new Random())
        {
            Record = new DynamoIncidentRecord(connection, table, Time) { BeginWithin = Patience, OnUnreadable = Unreadable.Add },
            Memory = HasMemory ? new DynamoMemoryStore(connection, table, Time) { ReadWithin = Patience } : null,
            MemoryCopy = Copies is null || !S3Location.TryParse($"s3://{Copies}/baseline/", out var prefix)
                ? null
                : new S3MemoryCopy(connection, prefix, Time),
            Calls = new CloudTrailCallHistory(connection, own, members: null, Time),
        };
        var answer = await guard.HandleAsync(
            Encoding.UTF8.GetBytes(message), Time.GetUtcNow().AddMinutes(2), TestContext.Current.CancellationToken);
        Assert.Equal(recordFailure, answer.RecordFailure?.Code);
        return answer;
    }

    /// <summary>Runs <c>sgwatch</c> as a user does.</summary>
    public Task<ToolResult> RunAsync(params string[] arguments) =>
        Tool.RunAsync("dotnet", [Checkout.CommandLine, .. arguments, "--table", table], AwsEnvironment.For(url));

    /// <summary>A group's ingress rules as EC2 describes them.</summary>
    public async Task<List<JsonElement>> IngressAsync(string groupId) =>
        [.. (await Aws.RulesAsync(groupId)).Where(rule => !rule.GetProperty("IsEgress").GetBoolean())];

    Task IIncidentLog.RecordAsync(Incident incident, string? requestId, CancellationToken cancellationToken) => Task.CompletedTask;

    Task<CallResult<Done>> INotifier.SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        Notifications.Add(notification);
        return Task.FromResult<CallResult<Done>>(default(Done));
    }
}
