using System.Globalization;
using System.Text;
using System.Text.Json;
using SgWatch.Aws.Dynamo;
using SgWatch.Aws.Ec2;
using SgWatch.Calls;
using SgWatch.EndToEnd.Lambda;
using SgWatch.EndToEnd.Loop;
using SgWatch.EndToEnd.Tools;
using SgWatch.Guard;
using SgWatch.Guard.PolicySources;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Policies.Reading;

namespace SgWatch.EndToEnd.Record;

/// <summary>
/// <c>sgwatch baseline</c>, <c>explain</c> and <c>incidents undo</c> as a user runs them, beside a guard with a memory on moto.
/// </summary>
[Collection(UsesMoto.Name)]
public sealed class BaselineCommandTests(MotoFixture moto) : IAsyncLifetime, IIncidentLog, INotifier
{
    private const string Region = "us-east-1";
    private const string Ssh = "ingress tcp/22 from 0.0.0.0/0";

    // only the groups of this test: moto has those of others too
    private readonly string _name = $"base-{Guid.NewGuid():N}";
    private readonly string _folder = Directory.CreateTempSubdirectory("sgwatch-baseline-").FullName;
    private readonly AwsCli _aws = new(moto.Server.Url);
    private string _table = "";
    private string _group = "";

    private string PolicyFile => Path.Combine(_folder, "sgwatch.yaml");

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(PolicyFile, $$"""
            version: 1
            guardrails:
              - name: no-ssh
                groups: { name: "{{_name}}" }
                forbid: [{ ingress: tcp/22, from: any }]
              - name: no-telnet
                judge: state
                groups: { name: "{{_name}}" }
                forbid: [{ ingress: tcp/23, from: any }]
            """);
        _table = await IncidentTable.CreateAsync(_aws);
        _group = await _aws.CreateGroupAsync(_name, "base");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_debt_is_listed_explained_accepted_dropped_and_reset()
    {
        var old = await OpenAsync("0.0.0.0/0");
        var subnets = await _aws.JsonAsync("ec2", "describe-subnets");
        await _aws.JsonAsync("ec2", "create-network-interface",
            "--subnet-id", subnets.GetProperty("Subnets")[0].Text("SubnetId"), "--groups", _group);
        Assert.Contains("has no memory yet", (await BaselineAsync("list")).Error, StringComparison.Ordinal);
        await SweepAsync();

        var list = await BaselineAsync("list");
        Assert.Equal(0, list.ExitCode);
        Assert.Matches($@"  1 +\S+{_group}  {Ssh} \[{old}\] +no-ssh +was there before the guard", list.Output);
        var entry = Assert.Single(await EntriesAsync());
        Assert.Equal(
            (MotoServer.Account, Region, _group, _name, old, Ssh, "no-ssh", "first-look", 1),
            (entry.Text("account"), entry.Text("region"), entry.GetProperty("group").Text("id"), entry.GetProperty("group").Text("name"),
                entry.Text("ruleId"), entry.Text("rule"), entry.Text("guardrail"), entry.Text("reason"),
                entry.GetProperty("interfaces").GetInt32()));
        Assert.Equal(("tolerated", "first-look", "keep", 0), await ExplainAsync());

        var opened = await OpenAsync("198.51.100.7/32");
        Assert.Equal("new", (await ExplainAsync(1)).Status);
        var accepted = await BaselineAsync("accept", _group, opened, "--reason", "SEC-1", "--until", Day(30), "--policy", PolicyFile);
        Assert.True(accepted.ExitCode == 0, accepted.Error);
        Assert.Equal(("tolerated", "accepted", "keep", 0), await ExplainAsync(1));
        var its = Assert.Single(await EntriesAsync(), row => row.Text("ruleId") == opened);
        Assert.Equal(("SEC-1", Day(30)), (its.Text("note"), its.Text("until")));
        Assert.Contains(":", its.Text("by"), StringComparison.Ordinal);

        var dropped = await BaselineAsync("drop", _group, Ssh);
        Assert.True(dropped.ExitCode == 0, dropped.Error);
        await SweepAsync();
        var left = Assert.Single(await IngressAsync());
        Assert.Equal(opened, left.Text("SecurityGroupRuleId"));
        Assert.Equal(2, (await BaselineAsync("drop", _group, old)).ExitCode);

        Assert.Equal(2, (await BaselineAsync("reset")).ExitCode); // not confirmed
        Assert.Single(await EntriesAsync());
        var reset = await BaselineAsync("reset", "--yes");
        Assert.True(reset.ExitCode == 0, reset.Error);
        Assert.Empty(await EntriesAsync());
        await SweepAsync();
        Assert.Equal("first-look", Assert.Single(await EntriesAsync()).Text("reason"));
    }

    [Fact]
    public async Task What_a_guardrail_forbids_that_judges_state_needs_an_exemption()
    {
        var refused = await BaselineAsync("accept", _group, "ingress tcp/23 from 0.0.0.0/0", "--reason", "SEC-2", "--policy", PolicyFile);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("no-telnet forbids ingress tcp/23 from 0.0.0.0/0, and has judge: state", refused.Error, StringComparison.Ordinal);
        Assert.Contains("  - reason: SEC-2", refused.Error, StringComparison.Ordinal);

        var unknown = await BaselineAsync("accept", _group, "sgr-0123456789abcdef0", "--reason", "SEC-2", "--policy", PolicyFile);
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains($"{_group} has no rule sgr-0123456789abcdef0", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_accepted_before_it_comes_and_what_is_undone_stays()
    {
        await SweepAsync();
        var toCome = await BaselineAsync(
            "accept", _group, "ingress tcp/22 from 203.0.113.9/32", "--reason", "SEC-3", "--policy", PolicyFile);
        Assert.Contains("Make it within 15 minutes", toCome.Output, StringComparison.Ordinal);
        await EventAsync(await OpenAsync("203.0.113.9/32"));
        Assert.Single(await IngressAsync());

        var incident = await EventAsync(await OpenAsync("0.0.0.0/0"));
        Assert.NotNull(incident);
        Assert.Single(await IngressAsync());
        var undone = await RunAsync("incidents", "undo", incident.Id, "--yes", "--policy", PolicyFile, "--table", _table);
        Assert.True(undone.ExitCode == 0, undone.Error);
        Assert.Contains("SgWatch leaves it, because its memory notes that you put it back", undone.Output, StringComparison.Ordinal);
        var back = (await IngressAsync()).Single(rule => rule.Text("CidrIpv4") == "0.0.0.0/0").Text("SecurityGroupRuleId");

        await EventAsync(back); // the undo's own event
        await SweepAsync();

        Assert.Equal(2, (await IngressAsync()).Count);
        Assert.Equal("undone", Assert.Single(await EntriesAsync(), row => row.Text("ruleId") == back).Text("reason"));
    }

    private Task<ToolResult> BaselineAsync(string command, params string[] arguments) =>
        RunAsync(["baseline", command, .. arguments, "--table", _table]);

    private Task<ToolResult> RunAsync(params string[] arguments) =>
        Tool.RunAsync("dotnet", [Checkout.CommandLine, .. arguments], AwsEnvironment.For(moto.Server.Url));

    private async Task<List<JsonElement>> EntriesAsync()
    {
        var list = await BaselineAsync("list", "--format", "json");
        return [.. JsonDocument.Parse(list.Output).RootElement.GetProperty("entries").EnumerateArray()];
    }

    // of one finding; a new rule's reason is left out
    private async Task<(string Status, string? Reason, string Next, int ExitCode)> ExplainAsync(int finding = 0)
    {
        var explained = await RunAsync("explain", _group, "--table", _table, "--policy", PolicyFile, "--format", "json");
        var its = JsonDocument.Parse(explained.Output).RootElement.GetProperty("findings")[finding];
        return (its.Text("status"), its.TryGetProperty("reason", out var reason) ? reason.GetString() : null,
            its.GetProperty("next").Text("action"), explained.ExitCode);
    }

    private async Task<string> OpenAsync(string cidr)
    {
        var opened = await _aws.JsonAsync("ec2", "authorize-security-group-ingress", "--group-id", _group,
            "--protocol", "tcp", "--port", "22", "--cidr", cidr);
        return opened.GetProperty("SecurityGroupRules")[0].Text("SecurityGroupRuleId");
    }

    private async Task<List<JsonElement>> IngressAsync() =>
        [.. (await _aws.RulesAsync(_group)).Where(rule => !rule.GetProperty("IsEgress").GetBoolean())];

    private Task<GuardResponse> SweepAsync() =>
        HandleAsync($$"""{"sgwatch":"sweep","account":"{{MotoServer.Account}}","region":"{{Region}}"}""");

    private async Task<Incident?> EventAsync(string ruleId) =>
        (await HandleAsync(OpenedEvent.Of(_group, ruleId))).Incidents.SingleOrDefault();

    private async Task<GuardResponse> HandleAsync(string message)
    {
        using var connection = MotoConnection.Of(moto.Server.Url);
        var groups = new AwsSecurityGroupsProvider(
            connection, new(connection, TimeProvider.System) { Id = MotoServer.Account }, TimeProvider.System);
        var policy = new FixedPolicy(await PolicyAsync());
        var guard = new SecurityGroupGuard(groups, this, this, policy, new(), TimeProvider.System, new Random(1))
        {
            Record = new DynamoIncidentRecord(connection, _table, TimeProvider.System) { BeginWithin = TimeSpan.FromSeconds(20) },
            Memory = new DynamoMemoryStore(connection, _table, TimeProvider.System) { ReadWithin = TimeSpan.FromSeconds(20) },
        };
        var answer = await guard.HandleAsync(
            Encoding.UTF8.GetBytes(message), DateTimeOffset.UtcNow.AddMinutes(2), TestContext.Current.CancellationToken);
        Assert.Null(answer.RecordFailure);
        return answer;
    }

    private async Task<Policy> PolicyAsync() => ((PolicyReadResult.Accepted)PolicyReader.Read(
        "sgwatch.yaml", await File.ReadAllTextAsync(PolicyFile))).Policy;

    private static string Day(int days) => DateTimeOffset.UtcNow.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    Task IIncidentLog.RecordAsync(Incident incident, string? requestId, CancellationToken cancellationToken) => Task.CompletedTask;

    Task<CallResult<Done>> INotifier.SendAsync(Notification notification, CancellationToken cancellationToken) =>
        Task.FromResult<CallResult<Done>>(default(Done));
}
