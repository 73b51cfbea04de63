using System.Text;
using System.Text.Json;
using SgWatch.Aws.Connections;
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

namespace SgWatch.EndToEnd.Record;

/// <summary><c>sgwatch incidents</c> as a user runs it, over a table on moto that a guard has written to.</summary>
[Collection(UsesMoto.Name)]
public sealed class IncidentsCommandTests(MotoFixture moto) : IIncidentLog, INotifier
{
    private readonly AwsCli _aws = new(moto.Server.Url);
    private string _table = "";

    [Fact]
    public async Task What_the_guard_did_is_listed_shown_and_undone_once()
    {
        _table = await IncidentTable.CreateAsync(_aws);
        var (group, incident) = await RevertedAsync();

        var list = await RunAsync("list");
        Assert.Contains(incident, Assert.Single(list.Output.Split('\n'), line => line.Contains(group, StringComparison.Ordinal)), StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await RunAsync("list", "--group", $"{OpenedEvent.Account}/us-east-1/{group}", "--format", "json")).Output);
        Assert.Equal(incident, Assert.Single(json.RootElement.GetProperty("incidents").EnumerateArray()).GetProperty("id").GetString());
        var show = await RunAsync("show", incident);
        Assert.Contains("ingress tcp/22 from 0.0.0.0/0", show.Output, StringComparison.Ordinal);
        Assert.Contains("revoke ingress", show.Output, StringComparison.Ordinal);

        var unasked = await RunAsync("undo", incident); // nobody says yes
        Assert.Equal(2, unasked.ExitCode);
        Assert.Empty(await IngressAsync(group));

        var undone = await RunAsync("undo", incident, "--yes");
        Assert.True(undone.ExitCode == 0, undone.Error);
        Assert.Contains("takes what is put back away again as soon as the event", undone.Output, StringComparison.Ordinal);
        Assert.Contains("exemptions:", undone.Output, StringComparison.Ordinal);
        var rule = Assert.Single(await IngressAsync(group));
        Assert.Equal(("0.0.0.0/0", "for the demo", "demo"), (rule.GetProperty("CidrIpv4").GetString(), rule.GetProperty("Description").GetString(),
            Assert.Single(rule.GetProperty("Tags").EnumerateArray()).GetProperty("Value").GetString()));

        var again = await RunAsync("undo", incident, "--yes");
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("Nothing to do", again.Output, StringComparison.Ordinal);
        Assert.Contains($"undo of {incident}", (await RunAsync("list")).Output, StringComparison.Ordinal);

        await _aws.JsonAsync("ec2", "delete-security-group", "--group-id", group);
        var gone = await RunAsync("undo", incident, "--yes");
        Assert.Equal(3, gone.ExitCode);
        Assert.Contains($"{group} is gone", gone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_or_an_incident_that_is_not_there_is_told()
    {
        _table = await IncidentTable.CreateAsync(_aws);
        var unknown = await RunAsync("show", "inc-0000000000000000");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("there is no incident inc-0000000000000000", unknown.Error, StringComparison.Ordinal);
        _table = "nowhere";
        var nowhere = await RunAsync("list");
        Assert.Equal(3, nowhere.ExitCode);
        Assert.Contains("ResourceNotFoundException", nowhere.Error, StringComparison.Ordinal);
    }

    private Task<ToolResult> RunAsync(params string[] arguments) => Tool.RunAsync(
        "dotnet", [Checkout.CommandLine, "incidents", .. arguments, "--table", _table], AwsEnvironment.For(moto.Server.Url));

    private async Task<(string Group, string Incident)> RevertedAsync()
    {
        var group = (await _aws.JsonAsync("ec2", "create-security-group", "--group-name", $"web-{Guid.NewGuid():N}", "--description", "web")).GetProperty("GroupId").GetString()!;
        var opened = await _aws.JsonAsync("ec2", "authorize-security-group-ingress", "--group-id", group,
            "--ip-permissions", "IpProtocol=tcp,FromPort=22,ToPort=22,IpRanges=[{CidrIp=0.0.0.0/0,Description=for the demo}]",
            "--tag-specifications", "ResourceType=security-group-rule,Tags=[{Key=Name,Value=demo}]");
        using var connection = new AwsConnection(
            new() { Region = "us-east-1", AccessKeyId = "testing", SecretAccessKey = "testing", EndpointUrl = moto.Server.Url }, _ => { });
        var guard = new SecurityGroupGuard(
            new AwsSecurityGroupsProvider(connection, new(connection, TimeProvider.System) { Id = OpenedEvent.Account }, TimeProvider.System),
            this, this, new FixedPolicy(BuiltInPolicy.Instance), new(), TimeProvider.System, new Random(1))
        {
            Record = new DynamoIncidentRecord(connection, _table, TimeProvider.System) { BeginWithin = TimeSpan.FromSeconds(20) },
        };
        var answer = await guard.HandleAsync(
            Encoding.UTF8.GetBytes(OpenedEvent.Of(group, opened.GetProperty("SecurityGroupRules")[0].GetProperty("SecurityGroupRuleId").GetString()!)),
            DateTimeOffset.UtcNow.AddMinutes(1), TestContext.Current.CancellationToken);
        Assert.Null(answer.RecordFailure);
        return (group, Assert.Single(answer.Incidents).Id);
    }

    private async Task<List<JsonElement>> IngressAsync(string group) =>
        [.. (await _aws.JsonAsync("ec2", "describe-security-group-rules", "--filters", $"Name=group-id,Values={group}"))
            .GetProperty("SecurityGroupRules").EnumerateArray().Where(rule => !rule.GetProperty("IsEgress").GetBoolean())];

    Task IIncidentLog.RecordAsync(Incident incident, string? requestId, CancellationToken cancellationToken) => Task.CompletedTask;

    Task<CallResult<Done>> INotifier.SendAsync(Notification notification, CancellationToken cancellationToken) =>
        Task.FromResult<CallResult<Done>>(default(Done));
}
