using SgWatch.EndToEnd.Tools;
using SgWatch.Lab.Tests;

namespace SgWatch.EndToEnd.Loop;

/// <summary>The <c>sgwatch lab</c> command: its sweeps, and the calls that only a lab answers.</summary>
public sealed class LabCommandTests
{
    private const string Open = "ingress tcp/22 from 0.0.0.0/0";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Unswept_the_guard_is_not_there_until_the_first_sweep()
    {
        await using var lab = await LabProcess.StartAsync(null, "--unswept");
        using var client = new LabClient(lab.AwsUrl);
        var before = (await lab.Aws.OpenGroupAsync("before")).GroupId;

        Assert.Equal(200, (await client.LabAsync("Sweep")).Status);

        Assert.Contains(Open, (await lab.RulesAsync(before))!.Values); // the built-in policy judges changes
        var after = (await lab.Aws.OpenGroupAsync("after")).GroupId;
        Assert.True(await LabProcess.UntilAsync(async () => !(await lab.RulesAsync(after))!.Values.Contains(Open), Limit));
    }

    [Fact]
    public async Task It_sweeps_at_its_start_and_when_its_clock_is_put_ahead()
    {
        await using var lab = await LabProcess.StartAsync(null, "--sweep-every", "30m");
        using var client = new LabClient(lab.AwsUrl);
        Assert.Equal(1, await DefaultGroupsClosedAsync(lab)); // the one of the default VPC, by the sweep at the start
        await client.LabAsync("DeliverEvents", "Manner=Lost");
        await lab.Aws.JsonAsync("ec2", "create-vpc", "--cidr-block", "10.0.0.0/16");

        Assert.Equal("1800", (await client.LabAsync("Clock", "Seconds=1800")).Text("AheadSeconds"));

        Assert.True(await LabProcess.UntilAsync(async () => await DefaultGroupsClosedAsync(lab) == 2, Limit));
    }

    private static async Task<int> DefaultGroupsClosedAsync(LabProcess lab) =>
        (await lab.GetAsync("/api/incidents")).EnumerateArray().Count(incident => incident.Text("group", "name") == "default");
}
