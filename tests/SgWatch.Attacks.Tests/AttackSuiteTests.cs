using System.Text;
using SgWatch.Lab.Events;
using SgWatch.Policies;
using SgWatch.Policies.Reading;

namespace SgWatch.Attacks.Tests;

/// <summary>The whole suite against the lab: the guard holds every attack, and the suite deletes everything that it made.</summary>
public sealed class AttackSuiteTests
{
    [Theory]
    [InlineData(DeliveryMode.InOrder)]
    [InlineData(DeliveryMode.Doubled)]
    [InlineData(DeliveryMode.Reversed)]
    [InlineData(DeliveryMode.Late)]
    [InlineData(DeliveryMode.Lost)]
    public async Task The_built_in_policy_holds_all_25_attacks_however_the_events_come_and_if_they_never_come(DeliveryMode delivery)
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
    public async Task A_policy_that_judges_by_state_holds_all_25_attacks_even_if_only_the_sweep_finds_them(DeliveryMode delivery)
    {
        await using var lab = await AttackLab.StartAsync(AttackLab.Policy("built-in-by-state.yaml"));
        await AllHeldAsync(lab, delivery);
    }

    [Theory]
    [InlineData(DeliveryMode.InOrder)]
    [InlineData(DeliveryMode.Doubled)]
    [InlineData(DeliveryMode.Reversed)]
    [InlineData(DeliveryMode.Late)]
    [InlineData(DeliveryMode.Lost)]
    public async Task A_policy_that_permits_443_to_a_tag_holds_the_borrowed_tag(DeliveryMode delivery)
    {
        await using var lab = await AttackLab.StartAsync(EdgeMayBeOpen());

        var (results, left) = await lab.AttackAsync(delivery, 21);

        Assert.True(results.Single().IsHeld, string.Join("; ", results.Single().Why));
        Assert.Empty(left);
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

    private static Policy EdgeMayBeOpen() => PolicyReader.Read("edge.yaml", """
        version: 1
        guardrails:
          - name: no-world-open-ingress
            forbid: [{ ingress: any, from: world }]
            allow: [{ ingress: tcp/443, from: world, groups: { tags: { tier: edge } } }]
        """) is PolicyReadResult.Accepted(var policy) ? policy : throw new InvalidOperationException("edge.yaml");

    private static bool IsCall(ReadOnlyMemory<byte> message, string name) =>
        Encoding.UTF8.GetString(message.Span).Contains($"\"eventName\":\"{name}\"", StringComparison.Ordinal);

    private static async Task AllHeldAsync(AttackLab lab, DeliveryMode delivery)
    {
        var before = lab.Everything;

        var (results, left) = await lab.AttackAsync(delivery);

        Assert.Equal(25, results.Count);
        Assert.All(results, result =>
        {
            Assert.True(result.IsHeld && !result.IsFailed, $"{result.Attack.Title}: {string.Join("; ", result.Why)}");
            Assert.Empty(result.Without);
        });
        Assert.Empty(left);
        Assert.Equal(before, lab.Everything);
    }
}
