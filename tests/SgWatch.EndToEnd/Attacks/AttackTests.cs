using SgWatch.EndToEnd.Loop;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Attacks;

/// <summary>The attack suite as a user runs it, with moto's EC2 behind the guarded lab.</summary>
public sealed class AttackTests(AttackTests.Fixture fixture) : IClassFixture<AttackTests.Fixture>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private static readonly int[] NotOnMoto = [23, 24]; // IPAM's resolvers, associations with VPCs

    // what moto 5.2 can't do; docs/attacks.md has the list
    private static readonly string[] Lacking = ["RestoreManagedPrefixListVersion", "takes no protocol by its number"];

    [Theory]
    [InlineData("in-order")]
    [InlineData("lost")]
    public async Task The_built_in_policy_holds_all_attacks_on_moto(string delivery)
    {
        await using var lab = await LabProcess.StartAsync(fixture.Moto.Url);
        await AllHeldAsync(lab, delivery, NotOnMoto);
    }

    [Theory]
    [InlineData("doubled")]
    [InlineData("reversed")]
    [InlineData("late")]
    [InlineData("lost")]
    public async Task A_policy_that_judges_by_state_holds_all_attacks_on_moto_however_the_events_arrive(string delivery)
    {
        var policy = Path.Combine(Checkout.Root, "policies", "built-in-by-state.yaml");
        await using var lab = await LabProcess.StartAsync(fixture.Moto.Url, "--policy", policy);
        await AllHeldAsync(lab, delivery, [.. NotOnMoto, 22]); // 22 takes half a minute, and the lab's own EC2 has it in each way
    }

    [Fact]
    public async Task An_account_without_a_guard_holds_nothing_and_is_left_as_it_was()
    {
        var aws = new AwsCli(fixture.Moto.Url);
        var before = await GroupsAsync(aws);

        var refused = await AttackAsync(fixture.Moto.Url, "--account", "111122223333");
        // three attacks that don't wait a minute between their steps
        var attacked = await AttackAsync(fixture.Moto.Url, "--account", MotoServer.Account, "--only", "2,14,15", "--timeout", "0.5");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("these credentials belong to account 123456789012; nothing was done", refused.Error, StringComparison.Ordinal);
        Assert.Equal(1, attacked.ExitCode);
        Assert.Equal("0 of 3 held", attacked.Output.TrimEnd().Split('\n')[^1]);
        Assert.Contains("15  An old open group, attached", attacked.Output, StringComparison.Ordinal);
        Assert.Contains("not tried", attacked.Output, StringComparison.Ordinal);
        Assert.Equal(before, await GroupsAsync(aws));
    }

    [Fact]
    public async Task Notifications_are_read_from_a_queue_if_there_is_no_lab()
    {
        var aws = new AwsCli(fixture.Moto.Url);
        var queue = await aws.CreateQueueAsync("people");
        await aws.RunAsync("events", "put-rule", "--name", "guard", "--event-pattern", """{"source":["aws.ec2"]}""");

        // there is no guard here: the test sends the message that the module's rule would send
        var attack = AttackAsync(
            fixture.Moto.Url, "--account", MotoServer.Account, "--only", "17", "--timeout", "20", "--event-rule", "guard", "--told", queue);
        for (var i = 0; i < 20 && !attack.IsCompleted; i++)
        {
            await aws.RunAsync("sqs", "send-message", "--endpoint-url", fixture.Moto.Url.ToString(), "--queue-url", queue,
                "--message-body", $$"""{"Type":"Notification","Message":"guard tampered with ({{i}}): What: DisableRule"}""");
        }
        var result = await attack;

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Equal("1 of 1 held", result.Output.TrimEnd().Split('\n')[^1]);
        Assert.Equal("ENABLED", (await aws.JsonAsync("events", "describe-rule", "--name", "guard")).Text("State"));
    }

    private static async Task AllHeldAsync(LabProcess lab, string delivery, int[] except)
    {
        var tried = Enumerable.Range(1, 25).Except(except).ToList();
        var result = await AttackAsync(lab.AwsUrl, "--events", delivery, "--only", string.Join(',', tried));

        var lines = result.Output.TrimEnd().Split('\n');
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Equal($"{tried.Count} of {tried.Count} held", lines[^1]);
        Assert.All(
            lines.Where(line => line.StartsWith("      without", StringComparison.Ordinal)),
            line => Assert.Contains(Lacking, lack => line.Contains(lack, StringComparison.Ordinal)));
    }

    private static async Task<string> GroupsAsync(AwsCli aws) =>
        (await aws.JsonAsync("ec2", "describe-security-groups", "--query", "SecurityGroups[].[GroupName,VpcId]")).GetRawText();

    private static Task<ToolResult> AttackAsync(Uri url, params string[] options) =>
        Tool.RunAsync("dotnet", [Checkout.CommandLine, "attack", .. options], AwsEnvironment.For(url), timeout: Limit);

    public sealed class Fixture : IAsyncLifetime
    {
        public MotoServer Moto { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Moto = await MotoServer.StartAsync();

        public ValueTask DisposeAsync() => Moto.DisposeAsync();
    }
}
