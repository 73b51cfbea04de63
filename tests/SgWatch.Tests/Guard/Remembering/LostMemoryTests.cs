using SgWatch.Guard;
using SgWatch.Guard.Remembering;

namespace SgWatch.Tests.Guard.Remembering;

/// <summary>Somebody empties the guard's table, and opens a rule that no event reports.</summary>
public sealed class LostMemoryTests
{
    private const string Ssh = "ingress tcp/22 from 0.0.0.0/0";
    private const string NoSsh = """
        guardrails:
          - name: no-ssh
            forbid: [{ ingress: tcp/22-25, from: world }]
        """;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly FakeMemoryCopy _copy = new();

    [Fact]
    public async Task What_was_opened_is_closed_what_was_tolerated_stays_and_people_are_notified_once()
    {
        var (world, old) = await SweptAsync();
        world.Store.Inner = new ProcessMemoryStore();
        world.Open("ingress tcp/23 from 0.0.0.0/0");

        var response = await world.After(Hour).SweepAsync();

        Assert.Equal([old], world.Rules);
        Assert.Equal(GuardOutcome.Reverted, response.Outcome);
        Assert.Equal(1, response.MemoriesRestored);
        Assert.Equal(0, (await world.After(Hour).SweepAsync()).MemoriesRestored);
        Assert.Single(world.Mail, mail => mail.Subject.Contains("memory filled again", StringComparison.Ordinal));
    }

    [Fact] // "first look" would tolerate what is open by now
    public async Task Without_the_copy_nothing_is_tolerated_and_nothing_old_is_closed()
    {
        var (world, old) = await SweptAsync();
        world.Store.Inner = new ProcessMemoryStore();
        _copy.IsDown = true;
        var late = world.Open("ingress tcp/23 from 0.0.0.0/0");

        var failed = await world.After(Hour).SweepAsync();
        Assert.Equal([old, late], world.Rules);
        Assert.Equal((GuardOutcome.Failed, 0), (failed.Outcome, failed.SweepsCompleted));

        _copy.IsDown = false;
        await world.After(Hour).SweepAsync();
        Assert.Equal([old], world.Rules);
    }

    [Fact]
    public async Task A_copy_that_cant_be_written_is_an_error_and_the_sweep_is_complete()
    {
        var (world, _) = await SweptAsync();
        _copy.IsDown = true;
        var response = await world.After(Hour).SweepAsync();
        Assert.Equal((1, FakeMemoryCopy.Down), (response.SweepsCompleted, response.RecordFailure));
    }

    // a day later what nobody knows of is new
    private async Task<(MemoryHarness World, string Old)> SweptAsync()
    {
        var world = new MemoryHarness(NoSsh, _copy);
        var old = world.Open(Ssh);
        world.Forget(old);
        await world.SweepAsync();
        await world.After(Hour).SweepAsync();
        await world.After(TimeSpan.FromDays(2)).SweepAsync();
        Assert.Equal([old], world.Rules);
        Assert.True(_copy.Writes > 0);
        return (world, old);
    }
}
