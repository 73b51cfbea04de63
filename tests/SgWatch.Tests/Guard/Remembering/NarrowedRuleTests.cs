using SgWatch.Verdicts;
using static SgWatch.Tests.Guard.Remembering.MemoryHarness;

namespace SgWatch.Tests.Guard.Remembering;

/// <summary>What <c>narrow</c> leaves of a tolerated rule is tolerated too. POLICY: "Old and new", "Narrowed".</summary>
public sealed class NarrowedRuleTests
{
    private const string NarrowSsh = """
        guardrails:
          - name: nothing-public
            forbid: [{ ingress: any, from: internet }]
          - name: no-ssh
            judge: state
            action: narrow
            forbid: [{ ingress: tcp/22, from: 0.0.0.0/0 }]
        """;

    private readonly MemoryHarness _world = new("""
        guardrails:
          - name: nothing-public
            forbid: [{ ingress: any, from: internet }]
        """);

    [Fact]
    public async Task What_is_left_of_a_tolerated_rule_stays()
    {
        await NarrowAsync();

        await _world.After(Hour).SweepAsync();
        await _world.After(TimeSpan.FromDays(2)).SweepAsync();

        Assert.Equal(["ingress tcp/20-21 from 0.0.0.0/0", "ingress tcp/23-25 from 0.0.0.0/0"], Texts);
        Assert.All(_world.Memory!.Baseline, entry => Assert.Equal(BaselineReason.Narrowed, entry.Reason));
        Assert.All(_world.Memory!.Baseline, entry => Assert.NotNull(entry.Guardrail));
        Assert.Empty(_world.Memory.Expected);
    }

    [Fact]
    public async Task What_somebody_adds_beside_it_is_new()
    {
        await NarrowAsync();

        _world.Open("ingress tcp/443 from 0.0.0.0/0");
        await _world.After(Hour).SweepAsync();

        Assert.Equal(["ingress tcp/20-21 from 0.0.0.0/0", "ingress tcp/23-25 from 0.0.0.0/0"], Texts);
    }

    [Fact]
    public async Task What_is_left_of_a_rule_that_nobody_tolerates_goes()
    {
        await _world.After(Hour).SweepAsync();
        _world.Write(NarrowSsh);

        _world.Open("ingress tcp/20-25 from 0.0.0.0/0");
        await _world.After(Hour).SweepAsync();

        Assert.Empty(Texts);
    }

    [Fact]
    public async Task A_memory_that_cannot_be_written_keeps_no_rule_open()
    {
        _world.Open("ingress tcp/20-25 from 0.0.0.0/0");
        await _world.After(Hour).SweepAsync();
        _world.Write(NarrowSsh);
        _world.Store.Fails = true;

        await _world.After(Hour).LookAsync();

        Assert.DoesNotContain(Texts, text => text.Contains("20-25", StringComparison.Ordinal));
    }

    private IEnumerable<string> Texts =>
        _world.Ec2.Groups["sg-1"].Rules.Select(rule => $"{rule}").Order(StringComparer.Ordinal);

    private async Task NarrowAsync()
    {
        _world.Open("ingress tcp/20-25 from 0.0.0.0/0");
        await _world.After(Hour).SweepAsync();
        await _world.After(TimeSpan.FromDays(2)).SweepAsync(); // the first day would tolerate what no call is known of
        _world.Write(NarrowSsh);
        await _world.After(Hour).SweepAsync();
    }
}
