using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Loop;

/// <summary>The command that reads a live group, as a user runs it.</summary>
public sealed class ExplainTests
{
    [Fact]
    public async Task Explain_says_of_every_rule_of_a_live_group_what_would_be_done()
    {
        await using var lab = await LabProcess.StartAsync(null, "--unswept"); // a sweep would close the group
        var found = await lab.Aws.JsonAsync("ec2", "describe-security-groups", "--filters", "Name=group-name,Values=default");
        var group = found.GetProperty("SecurityGroups")[0].Text("GroupId");

        var table = await ExplainAsync(lab, group);
        var json = await ExplainAsync(lab, group, "--format", "json");
        var missing = await ExplainAsync(lab, "sg-0123456789abcdef0");

        Assert.Equal(1, table.ExitCode);
        Assert.Contains($"ingress any from {group}", table.Output, StringComparison.Ordinal);
        Assert.Contains("revoke: default-group-closed (high)", table.Output, StringComparison.Ordinal);
        Assert.Contains("What would be done", table.Output, StringComparison.Ordinal);
        Assert.Equal(1, json.ExitCode);
        Assert.Contains("\"compliant\":false", json.Output, StringComparison.Ordinal);
        Assert.Equal(3, missing.ExitCode);
        Assert.Contains("InvalidGroup.NotFound", missing.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await lab.RulesAsync(group))!.Count);
    }

    private static Task<ToolResult> ExplainAsync(LabProcess lab, string group, params string[] options) =>
        Tool.RunAsync("dotnet", [Checkout.CommandLine, "explain", group, .. options], AwsEnvironment.For(lab.AwsUrl));
}
