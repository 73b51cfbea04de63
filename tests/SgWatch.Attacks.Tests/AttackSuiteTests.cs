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
    public async Task The_built_in_policy_holds_all_twenty_attacks_if_the_events_arrive(DeliveryMode delivery)
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
    public async Task A_policy_that_judges_by_state_holds_all_twenty_attacks_even_if_only_the_sweep_finds_them(DeliveryMode delivery)
    {
        await using var lab = await AttackLab.StartAsync(AttackLab.Policy("built-in-by-state.yaml"));
        await AllHeldAsync(lab, delivery);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_deletes_what_it_made()
    {
        await using var lab = await AttackLab.StartAsync(BuiltInPolicy.Instance);
        var before = lab.Everything;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var target = await lab.OpenAsync(stop.Token);
        var suite = new AttackSuite(target, default, TimeSpan.FromSeconds(20));

        // the guard gets no events, so the attack waits in vain; the run is cancelled in the meantime
        await target.Lab!.CallAsync("DeliverEvents", [new("Manner", "Lost")], stop.Token);
        lab.Lab.Host.Events.Subscribe(
            null,
            (message, _) => IsCall(message, "CreateNetworkInterface") ? stop.CancelAsync() : Task.CompletedTask);

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
