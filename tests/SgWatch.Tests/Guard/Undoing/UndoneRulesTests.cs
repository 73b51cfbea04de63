using SgWatch.Changes;
using SgWatch.Guard.Recording;
using SgWatch.Guard.Remembering;
using SgWatch.Guard.Undoing;
using SgWatch.Incidents;
using SgWatch.Rules;
using SgWatch.Tests.Guard.Remembering;
using SgWatch.Verdicts;
using static SgWatch.Tests.Guard.Remembering.RememberingGuard;

namespace SgWatch.Tests.Guard.Undoing;

/// <summary>What a person puts back stays, because the memory notes it before EC2 is called.</summary>
public sealed class UndoneRulesTests
{
    private const string Ssh = "ingress tcp/22 from 0.0.0.0/0";

    private static readonly AccountRegion Here = new("111122223333", "eu-west-1");
    private static readonly Actor Ann = new() { Arn = "arn:aws:iam::111122223333:user/ann" };

    private readonly RememberingGuard _guard = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // the command is killed before it can note the new ids
    public async Task What_is_undone_stays_at_its_event_and_at_every_sweep(bool areIdsNoted)
    {
        var incident = await RevertedAsync();

        await UndoAsync(incident, areIdsNoted);
        var back = Assert.Single(Group.Rules);
        await _guard.HandleAsync(Authorized(back));
        await _guard.SweepAsync();
        await _guard.SweepAsync();

        Assert.Equal([Ssh], _guard.Rules(Group));
        var memory = Value(await _guard.Memory.ReadAsync(Here, Group.GroupId, Cancelled)).Value!;
        var entry = Assert.Single(memory.Baseline);
        Assert.Equal(
            (BaselineReason.Undone, Ann.Arn, $"undo of {incident.Id}", back.SecurityGroupRuleId),
            (entry.Reason, entry.By, entry.Note, entry.RuleId));
        Assert.Empty(memory.Expected);
    }

    [Fact]
    public async Task A_later_opening_beside_it_is_closed()
    {
        await UndoAsync(await RevertedAsync(), areIdsNoted: true);
        await _guard.SweepAsync();
        var opened = RuleText.Parse("ingress tcp/22 from ::/0") with { SecurityGroupRuleId = "sgr-9" };
        _guard.Ec2.Put(Group with { Rules = Group.Rules.Add(opened) });
        await _guard.SweepAsync();
        Assert.Equal([Ssh], _guard.Rules(Group));
    }

    [Fact]
    public async Task A_memory_that_cannot_be_written_is_a_failure_before_anything_is_changed()
    {
        var incident = await RevertedAsync();
        var undone = new UndoneRules(HookedMemory.Broken(_guard.Memory), PrefixLists.None, _guard.Retry, _guard.Time);
        var noted = await undone.ExpectAsync(incident, IncidentUndo.PlanOf(incident, Group), Ann, Cancelled);
        Assert.Equal(HookedMemory.Refused, noted.FailureOrNull);
    }

    [Theory]
    [InlineData("", UndoForecast.Tolerated)]
    [InlineData("    judge: state\n", UndoForecast.AtOnce)]
    [InlineData("    action: alert\n", UndoForecast.Stays)]
    public async Task The_forecast_knows_the_memory(string setting, UndoForecast forecast)
    {
        var policy = Read(NoSsh.TrimEnd() + "\n" + setting);
        var group = SampleGroups.Web();
        _guard.Ec2.Put(group);
        await _guard.SettleAsync();
        var now = _guard.Time.GetUtcNow();
        var reader = new MemoryReader(_guard.Memory, _guard.Retry);
        var remembered = Value(await reader.RecollectAsync(policy, group, PrefixLists.None, now, Cancelled));
        var before = new Case(policy, group, PrefixLists.None, new(ChangedRules.None), now);
        Assert.Equal(forecast, IncidentUndo.ForecastOf(before, new([], [RuleText.Parse(Ssh)]), Ann, remembered));
    }

    private SecurityGroup Group => _guard.Ec2.Groups.Values.Single();

    private async Task<Incident> RevertedAsync()
    {
        _guard.Ec2.Put(SampleGroups.Web());
        await _guard.SettleAsync();
        _guard.Ec2.Put(SampleGroups.Web(Ssh));
        await _guard.HandleAsync(Authorized(Group.Rules[0]));
        Assert.Empty(Group.Rules);
        return Assert.Single(_guard.Incidents);
    }

    private async Task UndoAsync(Incident incident, bool areIdsNoted)
    {
        var plan = IncidentUndo.PlanOf(incident, Group);
        var undone = new UndoneRules(_guard.Memory, PrefixLists.None, _guard.Retry, _guard.Time);
        Value(await undone.ExpectAsync(incident, plan, Ann, Cancelled));
        var undo = new IncidentUndo(_guard.Ec2.OwnGroups, new MemoryIncidentRecord(_guard.Time), new(), _guard.Time, new Random(1))
        {
            UndoneRules = areIdsNoted ? undone : null,
        };
        Value(await undo.RunAsync(incident, Group, plan, _guard.Policy, Ann, Cancelled));
    }

    private string Authorized(SecurityGroupRule rule) => GuardHarness.Authorized(Group, rule.SecurityGroupRuleId!)
        .Replace("2026-08-01T11:59:50Z", $"{_guard.Time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}", StringComparison.Ordinal)
        .Replace("192.0.2.0/24", "0.0.0.0/0", StringComparison.Ordinal)
        .Replace("11111111-2222", $"{rule.SecurityGroupRuleId}-2222", StringComparison.Ordinal);
}
