using System.Text.Json;
using SgWatch.EndToEnd.Lambda;
using SgWatch.EndToEnd.Loop;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Record;

/// <summary><c>sgwatch incidents</c> as a user runs it, over a table on moto that a guard has written to.</summary>
[Collection(UsesMoto.Name)]
public sealed class IncidentsCommandTests(MotoFixture moto)
{
    private readonly AwsCli _aws = new(moto.Server.Url);
    private string _table = "";

    [Fact]
    public async Task What_the_guard_did_is_listed_shown_and_undone_once()
    {
        _table = await IncidentTable.CreateAsync(_aws);
        var (group, incident) = await RevertedAsync();

        var list = await RunAsync("list");
        var row = Assert.Single(list.Output.Split('\n'), line => line.Contains(group, StringComparison.Ordinal));
        Assert.Contains(incident, row, StringComparison.Ordinal);
        var listed = await RunAsync("list", "--group", $"{MotoServer.Account}/us-east-1/{group}", "--format", "json");
        using var json = JsonDocument.Parse(listed.Output);
        Assert.Equal(incident, Assert.Single(json.RootElement.GetProperty("incidents").EnumerateArray()).Text("id"));
        var show = await RunAsync("show", incident);
        Assert.Contains("ingress tcp/22 from 0.0.0.0/0", show.Output, StringComparison.Ordinal);
        Assert.Contains("revoke ingress", show.Output, StringComparison.Ordinal);

        var unconfirmed = await RunAsync("undo", incident);
        Assert.Equal(2, unconfirmed.ExitCode);
        Assert.Empty(await IngressAsync(group));

        var undone = await RunAsync("undo", incident, "--yes");
        Assert.True(undone.ExitCode == 0, undone.Error);
        Assert.Contains("SgWatch takes it away again within minutes", undone.Output, StringComparison.Ordinal);
        Assert.Contains("exemptions:", undone.Output, StringComparison.Ordinal);
        var rule = Assert.Single(await IngressAsync(group));
        Assert.Equal(
            ("0.0.0.0/0", "for the demo", "demo"),
            (rule.Text("CidrIpv4"), rule.Text("Description"), Assert.Single(rule.GetProperty("Tags").EnumerateArray()).Text("Value")));

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
    public async Task A_missing_table_or_incident_is_an_error()
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
        var group = await _aws.CreateGroupAsync($"web-{Guid.NewGuid():N}", "web");
        var opened = await _aws.JsonAsync("ec2", "authorize-security-group-ingress", "--group-id", group,
            "--ip-permissions", "IpProtocol=tcp,FromPort=22,ToPort=22,IpRanges=[{CidrIp=0.0.0.0/0,Description=for the demo}]",
            "--tag-specifications", "ResourceType=security-group-rule,Tags=[{Key=Name,Value=demo}]");
        var rule = opened.GetProperty("SecurityGroupRules")[0].Text("SecurityGroupRuleId");
        var answer = await new GuardOnMoto(moto.Server.Url, _table) { HasMemory = false }.HandleAsync(OpenedEvent.Of(group, rule));
        return (group, Assert.Single(answer.Incidents).Id);
    }

    private async Task<List<JsonElement>> IngressAsync(string group) =>
        [.. (await _aws.RulesAsync(group)).Where(rule => !rule.GetProperty("IsEgress").GetBoolean())];
}
