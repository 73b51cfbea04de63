using SgWatch.Changes;
using SgWatch.Rules;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Tests.Guard.Remembering;

/// <summary>What a person accepts and drops, and what the guard's next sweeps make of it.</summary>
public sealed class BaselineChangeTests
{
    private const string Ssh = "ingress tcp/22 from 0.0.0.0/0";

    private static readonly AccountRegion Here = new("111122223333", "eu-west-1");

    private readonly RememberingGuard _guard = new();
    private readonly SecurityGroup _group = SampleGroups.Web(Ssh);

    private DateTimeOffset Now => _guard.Time.GetUtcNow();

    [Fact]
    public async Task What_was_there_before_the_guard_is_left_alone_until_it_is_dropped()
    {
        _guard.Ec2.Put(_group);
        await _guard.SettleAsync();
        Assert.Equal([Ssh], _guard.Rules(_group));

        await EditAsync(memory => memory.Dropping("sgr-1", _group.Rules[0]));
        await _guard.SweepAsync();

        Assert.Empty(_guard.Rules(_group));
    }

    [Fact] // in the first day a rule without a known call counts as there before; the person's word goes before that
    public async Task A_rule_that_is_dropped_during_the_first_look_is_new_too()
    {
        _guard.Ec2.Put(_group);
        await _guard.SweepAsync();

        await EditAsync(memory => memory.Dropping("sgr-1", _group.Rules[0]));
        await _guard.SweepAsync();

        Assert.Empty(_guard.Rules(_group));
        Assert.Empty((await MemoryAsync()).Dropped);
    }

    [Fact]
    public async Task A_dropped_rule_that_the_policy_permits_is_remembered_again()
    {
        var group = SampleGroups.Web("ingress tcp/443 from 0.0.0.0/0");
        _guard.Ec2.Put(group);
        await _guard.SettleAsync();

        await EditAsync(memory => memory.Dropping("sgr-1", group.Rules[0]));
        await _guard.SweepAsync();

        Assert.Single(_guard.Rules(group));
        var memory = await MemoryAsync();
        Assert.True(memory.Rules.ContainsKey("sgr-1"));
        Assert.Empty(memory.Dropped);
    }

    [Fact]
    public async Task An_accepted_rule_that_is_there_stays_and_what_it_grows_by_does_not()
    {
        _guard.Ec2.Put(SampleGroups.Web());
        await _guard.SettleAsync();
        var narrow = SampleGroups.Web("ingress tcp/22 from 10.0.0.0/8");
        _guard.Ec2.Put(narrow);

        await AcceptAsync(narrow.Rules[0]);
        await _guard.SweepAsync();
        await _guard.SweepAsync();
        Assert.Single(_guard.Rules(narrow));

        _guard.Ec2.Put(_group); // the same id admits more
        await _guard.SweepAsync();
        Assert.Empty(_guard.Rules(_group));
    }

    [Fact]
    public async Task A_rule_that_is_accepted_before_it_comes_stays_and_another_like_it_does_not()
    {
        _guard.Ec2.Put(SampleGroups.Web());
        await _guard.SettleAsync();

        await EditAsync(memory => memory.Expecting([new(RuleText.Parse(Ssh), BaselineReason.Accepted, Now) { Note = "SEC-1" }]));
        _guard.Ec2.Put(_group);
        await _guard.SweepAsync();
        Assert.Equal([Ssh], _guard.Rules(_group));
        var entry = Assert.Single((await MemoryAsync()).Baseline);
        Assert.Equal((BaselineReason.Accepted, "SEC-1", "sgr-1"), (entry.Reason, entry.Note, entry.RuleId));

        var other = RuleText.Parse("ingress tcp/22 from ::/0") with { SecurityGroupRuleId = "sgr-2" };
        _guard.Ec2.Put(_group with { Rules = [.. _group.Rules, other] });
        await _guard.SweepAsync();
        Assert.Equal([Ssh], _guard.Rules(_group));
    }

    [Fact] // told by the first sweep after its last day, closed by the next
    public async Task An_accepted_rule_goes_after_its_last_day()
    {
        _guard.Ec2.Put(_group);
        await _guard.SettleAsync();

        await AcceptAsync(_group.Rules[0], until: DateOnly.FromDateTime(Now.UtcDateTime).AddDays(1));
        await _guard.SweepAsync();
        Assert.Single(_guard.Rules(_group));

        _guard.Time.Move(TimeSpan.FromDays(2));
        await _guard.SweepAsync();
        Assert.Single(_guard.Rules(_group));
        await _guard.SweepAsync();
        Assert.Empty(_guard.Rules(_group));
    }

    [Fact]
    public void Every_change_can_be_made_twice()
    {
        var memory = new GroupMemory("sg-1", Now);
        var expected = new ExpectedRule(RuleText.Parse(Ssh), BaselineReason.Accepted, Now);
        var entry = new BaselineEntry(null, RememberedContent.Of(_group.Rules[0], PrefixLists.None), BaselineReason.Accepted, Now);

        Assert.Single(memory.Expecting([expected]).Expecting([expected]).Expected);
        var tolerating = memory.Expecting([expected]).Tolerating(entry).Tolerating(entry);
        Assert.Equal((1, 0, 1), (tolerating.Baseline.Length, tolerating.Expected.Length, tolerating.Rules.Count));
        var dropped = tolerating.Dropping("sgr-1", _group.Rules[0]).Dropping("sgr-1", null);
        Assert.Equal((0, 0, 1), (dropped.Baseline.Length, dropped.Rules.Count, dropped.Dropped.Count));
        Assert.Empty(dropped.Tolerating(entry).Dropped);
        Assert.Empty(memory.Expecting([expected]).NoLongerExpecting(_group.Rules[0]).Expected);
    }

    private Task AcceptAsync(SecurityGroupRule rule, DateOnly? until = null) => EditAsync(memory => memory.Tolerating(
        new(null, RememberedContent.Of(rule, PrefixLists.None), BaselineReason.Accepted, Now) { Until = until }));

    private async Task EditAsync(Func<GroupMemory, GroupMemory> edit) => RememberingGuard.Value(
        await _guard.Editor.EditAsync(Here, _group.GroupId, Now, edit, RememberingGuard.Cancelled));

    private async Task<GroupMemory> MemoryAsync() => RememberingGuard.Value(
        await _guard.Memory.ReadAsync(Here, _group.GroupId, RememberingGuard.Cancelled)).Value!;
}
