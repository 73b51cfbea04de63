using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Remembering;
using SgWatch.Rules;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Tests.Guard.Remembering;

public sealed class MemoryEditorTests
{
    private static readonly AccountRegion Here = new("111122223333", "eu-west-1");
    private static readonly DateTimeOffset Now = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ExpectedRule Ssh = new(RuleText.Parse("ingress tcp/22 from 0.0.0.0/0"), BaselineReason.Accepted, Now);
    private static readonly ExpectedRule Rdp = new(RuleText.Parse("ingress tcp/3389 from 0.0.0.0/0"), BaselineReason.Accepted, Now);

    private readonly RememberingGuard _guard = new();

    [Fact]
    public async Task What_the_guard_writes_meanwhile_is_not_lost()
    {
        var isFirst = true;
        var hooked = new HookedMemory(_guard.Memory, async name =>
        {
            if (name == "Write" && isFirst)
            {
                isFirst = false;
                await EditAsync(new(_guard.Memory, _guard.Retry), Rdp);
            }
            return null;
        });

        await EditAsync(new(hooked, _guard.Retry), Ssh);

        var memory = RememberingGuard.Value(await _guard.Memory.ReadAsync(Here, "sg-1", RememberingGuard.Cancelled));
        Assert.Equal([Rdp, Ssh], memory.Value!.Expected);
    }

    [Fact]
    public async Task A_memory_that_cannot_be_written_is_a_failure()
    {
        var editor = new MemoryEditor(HookedMemory.Broken(_guard.Memory), _guard.Retry);
        var edited = await editor.EditAsync(Here, "sg-1", Now, memory => memory.Expecting([Ssh]), RememberingGuard.Cancelled);
        Assert.Equal(HookedMemory.Refused, edited.FailureOrNull);
    }

    [Fact]
    public async Task A_reset_forgets_the_groups_and_the_next_sweep_is_the_first_one_again()
    {
        var group = SampleGroups.Web();
        _guard.Ec2.Put(group);
        await _guard.SettleAsync();
        _guard.Ec2.Put(SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0"));

        var reset = new MemoryReset(_guard.Memory, _guard.Retry);
        var forgotten = await reset.RunAsync(Here, _guard.Time.GetUtcNow(), RememberingGuard.Cancelled);
        Assert.Equal(1, RememberingGuard.Value(forgotten));
        await _guard.SettleAsync();

        Assert.Single(_guard.Rules(group)); // it would have been closed as new
    }

    [Fact]
    public async Task A_reset_that_stops_halfway_has_begun_with_the_region()
    {
        _guard.Ec2.Put(SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0"));
        await _guard.SettleAsync();
        var hooked = new HookedMemory(_guard.Memory, name => Task.FromResult(name == "Forget" ? HookedMemory.Refused : null));

        var reset = await new MemoryReset(hooked, _guard.Retry).RunAsync(Here, _guard.Time.GetUtcNow(), RememberingGuard.Cancelled);

        Assert.IsType<CallResult<int>.Failed>(reset);
        var region = RememberingGuard.Value(await _guard.Memory.ReadRegionAsync(Here, RememberingGuard.Cancelled)).Value!;
        Assert.Equal((_guard.Time.GetUtcNow(), null), (region.FirstSweepAt, region.ListedAt));
    }

    private static async Task EditAsync(MemoryEditor editor, ExpectedRule rule) => RememberingGuard.Value(
        await editor.EditAsync(Here, "sg-1", Now, memory => memory.Expecting([rule]), RememberingGuard.Cancelled));
}
