using System.Text;
using SgWatch.Lab.Events;
using SgWatch.Policies;

namespace SgWatch.Attacks.Tests;

/// <summary>The whole suite against the lab: the guard holds every attack, and the suite deletes everything that it made.</summary>
public sealed class AttackSuiteTests
{
    [Theory]
    [InlineData(DeliveryMode.InOrder)]
    [InlineData(DeliveryMode.Doubled)]
    [InlineData(DeliveryMode.Reversed)]
    [InlineData(DeliveryMode.Late)]
    public async Task The_built_in_policy_holds_all_twenty_as_long_as_events_come(DeliveryMode delivery)
    {
        await using var lab = await AttackLab.StartAsync(BuiltInPolicy.Instance);
        await AllHeldAsync(lab, delivery);
    }

    [Theory]
    [InlineData(DeliveryMode.InOrder)]
    [InlineData(DeliveryMode.Doubled)]
    [InlineData(DeliveryMode.Reversed)]
    [InlineData(DeliveryMode.Late)]
    [InlineData(DeliveryMode.Lost)]
    public async Task Judged_by_state_all_twenty_are_held_even_if_no_event_comes_and_only_the_sweep_is_left(DeliveryMode delivery)
    {
        await using var lab = await AttackLab.StartAsync(AttackLab.Policy("built-in-by-state.yaml"));
        await AllHeldAsync(lab, delivery);
    }

    [Fact]
    public async Task A_run_that_is_stopped_half_way_deletes_what_it_made()
    {
        await using var lab = await AttackLab.StartAsync(BuiltInPolicy.Instance);
        var before = lab.Everything;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var target = await lab.OpenAsync(stop.Token);
        var suite = new AttackSuite(target, default, TimeSpan.FromSeconds(20));

        // the guard never gets the second attack's events: the run is stopped while it waits for an end that doesn't come
        await target.Lab!.CallAsync("DeliverEvents", [new("Manner", "Lost")], stop.Token);
        lab.Lab.Host.Events.Subscribe(null, (message, _) => IsCall(message, "CreateNetworkInterface") ? stop.CancelAsync() : Task.CompletedTask);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            suite.RunAsync(AttackLibrary.All.Where(attack => attack.Number >= 14), _ => { }, stop.Token));

        Assert.Empty(suite.Left);
        Assert.Equal(before, lab.Everything);
    }

    private static bool IsCall(ReadOnlyMemory<byte> message, string name) =>
        Encoding.UTF8.GetString(message.Span).Contains($"\"eventName\":\"{name}\"", StringComparison.Ordinal);

    private static async Task AllHeldAsync(AttackLab lab, DeliveryMode delivery)
    {
        var before = lab.Everything;

        var (results, left) = await lab.AttackAsync(delivery);

        Assert.Equal(20, results.Count);
        Assert.All(results, result =>
        {
            Assert.True(result.IsHeld && !result.IsFailed, $"{result.Attack.Title}: {string.Join("; ", result.Why)}");
            Assert.Empty(result.Without);
        });
        Assert.Empty(left);
        Assert.Equal(before, lab.Everything);
    }
}
