using System.Text.Json;
using SgWatch.Cli.Attacks;
using SgWatch.Policies;

namespace SgWatch.Cli.Tests.Attacks;

/// <summary>The whole suite against the lab: every attack held, everything taken away again.</summary>
public sealed class AttackSuiteTests
{
    [Theory]
    [InlineData("in-order")]
    [InlineData("doubled")]
    [InlineData("reversed")]
    [InlineData("late")]
    public async Task The_built_in_policy_holds_all_twenty_as_long_as_events_come(string manner)
    {
        await using var lab = await AttackLab.StartAsync(BuiltInPolicy.Instance);
        await AllHeldAsync(lab, manner);
    }

    [Theory]
    [InlineData("in-order")]
    [InlineData("doubled")]
    [InlineData("reversed")]
    [InlineData("late")]
    [InlineData("lost")]
    public async Task Judged_by_state_all_twenty_are_held_even_if_no_event_comes_and_only_the_sweep_is_left(string manner)
    {
        await using var lab = await AttackLab.StartAsync(AttackLab.Policy("built-in-by-state.yaml"));
        await AllHeldAsync(lab, manner);
    }

    [Fact]
    public async Task A_guard_that_changes_nothing_holds_nothing_and_all_is_taken_away_all_the_same()
    {
        await using var lab = await AttackLab.StartAsync(BuiltInPolicy.Instance.AtMost(PolicyMode.Observe));
        var before = lab.Everything;

        var result = await lab.AttackAsync("--only", "2,13", "--timeout", "0.2");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("0 of 2 held", result.Lines[^1]);
        Assert.Contains("NOT HELD", result.Lines[0], StringComparison.Ordinal);
        Assert.Contains(result.Lines, line => line.Contains("still has: ingress tcp/22 from 0.0.0.0/0", StringComparison.Ordinal));
        Assert.Equal(before, lab.Everything);
    }

    [Fact]
    public async Task The_document_says_of_each_attack_whether_it_was_held()
    {
        await using var lab = await AttackLab.StartAsync(BuiltInPolicy.Instance);

        var result = await lab.AttackAsync("--only", "5,9", "--format", "json");

        var document = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal("sgwatch.attack/1", document.GetProperty("schema").GetString());
        Assert.Equal((2, 2), (document.GetProperty("held").GetInt32(), document.GetProperty("of").GetInt32()));
        Assert.Equal([5, 9], document.GetProperty("attacks").EnumerateArray().Select(attack => attack.GetProperty("number").GetInt32()));
        Assert.All(document.GetProperty("attacks").EnumerateArray(), attack => Assert.True(attack.GetProperty("held").GetBoolean()));
    }

    [Fact]
    public async Task A_run_that_is_stopped_half_way_takes_away_what_it_made()
    {
        await using var lab = await AttackLab.StartAsync(BuiltInPolicy.Instance);
        var before = lab.Everything;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var remote = await LabRemote.FindAsync(lab.Lab.Host.Url, "us-east-1", stop.Token);
        using var connection = new SgWatch.Aws.Connections.AwsConnection(
            new() { Region = "us-east-1", AccessKeyId = LabRemote.AccessKeyId, SecretAccessKey = "lab", EndpointUrl = lab.Lab.Host.Url }, _ => { });
        var suite = new AttackSuite(new(connection, "us-east-1", remote, TimeProvider.System) { Mailbox = remote, EventRule = remote!.EventRule }, default, TimeSpan.FromSeconds(20));

        // the second attack's calls are made, and lost to the guard: stopped while it waits for an end that doesn't come
        await remote!.CallAsync("DeliverEvents", [new("Manner", "Lost")], stop.Token);
        lab.Lab.Host.Events.Subscribe(null, (message, _) => System.Text.Encoding.UTF8.GetString(message.Span).Contains("\"eventName\":\"CreateNetworkInterface\"", StringComparison.Ordinal)
            ? stop.CancelAsync()
            : Task.CompletedTask);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => suite.RunAsync(AttackLibrary.All.Where(attack => attack.Number >= 14), _ => { }, stop.Token));

        Assert.Empty(suite.Left);
        Assert.Equal(before, lab.Everything);
    }

    private static async Task AllHeldAsync(AttackLab lab, string manner)
    {
        var before = lab.Everything;

        var result = await lab.AttackAsync("--events", manner);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Equal("", result.Error);
        Assert.Equal("20 of 20 held", result.Lines[^1]);
        Assert.Equal(20, result.Lines.Count(line => line.Contains("  held  ", StringComparison.Ordinal)));
        Assert.DoesNotContain(result.Lines, line => line.StartsWith("      without", StringComparison.Ordinal));
        Assert.Equal(before, lab.Everything);
    }
}
