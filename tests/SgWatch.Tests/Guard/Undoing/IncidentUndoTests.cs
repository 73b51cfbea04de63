using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Recording;
using SgWatch.Guard.Undoing;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Policies.Reading;
using SgWatch.Policies.Wording;
using SgWatch.Rules;
using SgWatch.Verdicts;
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Guard.Undoing;

public sealed class IncidentUndoTests
{
    private readonly SkippingTime _time = new(new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));

    private static readonly Actor Ann = new() { Arn = "arn:aws:iam::111122223333:user/ann" };

    [Theory]
    [InlineData("")]
    [InlineData(OfficeOnly)]
    public async Task Undo_brings_back_the_group_as_it_was_with_descriptions_and_tags(string policyText)
    {
        var policy = policyText.Length == 0 ? BuiltInPolicy.Instance : Read(policyText);
        var before = Tagged(SampleGroups.Web(
            "ingress tcp/22 from 0.0.0.0/0", "ingress tcp/22 from ::/0", "ingress tcp/443 from 10.0.0.0/8"));
        var (harness, incident) = await RevertedAsync(policy, before);
        var record = new MemoryIncidentRecord(_time);

        var undone = await UndoAsync(harness, record, incident, policy);

        Assert.Equal(Texts(before), Texts(harness.Ec2.Groups[before.GroupId]));
        Assert.Equal((IncidentOutcome.Undone, incident.Id, Ann.Arn), (undone.Outcome, undone.Undoes, undone.Origins[0].Actor!.Arn));
        Assert.Equal(incident.Revoked.Length, undone.Authorized.Length);
        Assert.All(undone.Authorized, rule => Assert.NotNull(rule.SecurityGroupRuleId));
        var kept = Assert.Single(
            ((CallResult<ImmutableArray<IncidentEntry>>.Ok)await record.DayAsync(
                new(2026, 8, 1), false, 10, TestContext.Current.CancellationToken)).Value);
        Assert.Equal((undone.Id, IncidentOutcome.Undone, IncidentOutcome.Undone), (kept.Incident.Id, kept.Incident.Outcome, kept.Notified));
    }

    [Fact]
    public async Task The_second_time_there_is_nothing_to_do()
    {
        var (harness, incident) = await RevertedAsync(BuiltInPolicy.Instance, SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0"));
        await UndoAsync(harness, new MemoryIncidentRecord(_time), incident, BuiltInPolicy.Instance);
        Assert.True(IncidentUndo.PlanOf(incident, harness.Ec2.Groups.Values.Single()).IsEmpty);
    }

    [Fact] // a rule keeps its id when it is modified: then it is no longer the guard's
    public void What_was_changed_since_it_was_added_is_not_removed()
    {
        var group = SampleGroups.Web("ingress tcp/22 from 198.51.100.0/24");
        var incident = new Incident("inc-1", IncidentOutcome.Reverted, group)
        {
            Authorized = [RuleText.Parse("ingress tcp/22 from 203.0.113.0/24") with { SecurityGroupRuleId = "sgr-1" }],
        };
        Assert.True(IncidentUndo.PlanOf(incident, group).IsEmpty);
    }

    [Fact]
    public async Task Without_a_record_nothing_is_undone()
    {
        var (harness, incident) = await RevertedAsync(BuiltInPolicy.Instance, SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0"));
        var group = harness.Ec2.Groups.Values.Single();
        var failing = new HookedPorts(
            harness.Ec2.OwnGroups, harness, new MemoryIncidentRecord(_time), new MemoryCounters(_time), at =>
                at == "before Begin" ? throw new OperationCanceledException() : Task.CompletedTask);

        await Assert.ThrowsAsync<OperationCanceledException>(() => Undo(harness, failing).RunAsync(
            incident, group, IncidentUndo.PlanOf(incident, group), BuiltInPolicy.Instance, Ann, TestContext.Current.CancellationToken));

        Assert.Empty(harness.Ec2.Groups.Values.Single().Rules);
    }

    [Theory]
    [InlineData("judge: changes", UndoForecast.AtOnce)]
    [InlineData("judge: state", UndoForecast.AtOnce)]
    [InlineData("action: alert", UndoForecast.Stays)]
    [InlineData("unless-changed-by: [\"arn:aws:iam::111122223333:user/ann\"]", UndoForecast.Stays)]
    public void It_is_known_when_the_policy_takes_it_away_again(string setting, UndoForecast forecast)
    {
        var policy = Read($"version: 1\nguardrails:\n  - name: no-ssh\n    {setting}\n    forbid: [{{ ingress: tcp/22, from: any }}]\n");
        var plan = new Plan([], [RuleText.Parse("ingress tcp/22 from 0.0.0.0/0")]);
        var before = new Case(policy, SampleGroups.Web(), PrefixLists.None, new(ChangedRules.None), _time.GetUtcNow());
        Assert.Equal(forecast, IncidentUndo.ForecastOf(before, plan, Ann));
    }

    [Fact]
    public void The_exemption_that_is_printed_keeps_what_is_put_back()
    {
        var rules = SampleGroups.Web(
            "ingress tcp/22 from 0.0.0.0/0", "ingress tcp/22 from ::/0", "ingress any from sg-0123", "egress udp/53 to pl-0123",
            "ingress icmp/3/4 from 198.51.100.0/24").Rules;
        const string Policy = "version: 1\nguardrails:\n  - name: nothing\n    judge: state\n    forbid: any\n";
        var group = SampleGroups.Web() with { Rules = rules };
        var verdict = Judge.Decide(new(Read(Policy), group, PrefixLists.None, InspectionCause.Request, _time.GetUtcNow()));
        Assert.Equal(rules.Length, verdict.Findings.Length);

        var exempt = Read(Policy + ExemptionText.Write(group.GroupId, rules, "undo of inc-1", new(2026, 8, 31)));

        Assert.Empty(Judge.Decide(new(exempt, group, PrefixLists.None, InspectionCause.Request, _time.GetUtcNow())).Plan.Revoke);
    }

    private static Policy Read(string text) => PolicyReader.Read("test", text) switch
    {
        PolicyReadResult.Accepted(var policy) => policy,
        PolicyReadResult.Rejected(var problems) => throw new InvalidOperationException(string.Join('\n', problems)),
        _ => throw new InvalidOperationException(),
    };

    private static SecurityGroup Tagged(SecurityGroup group) => group with
    {
        Rules = [.. group.Rules.Select((rule, i) => rule with
        {
            Description = $"rule {i}",
            Tags = ImmutableSortedDictionary<string, string>.Empty.Add("Name", $"{i % 2}"),
        })],
    };

    private static IEnumerable<string> Texts(SecurityGroup group) => group.Rules
        .Select(rule => $"{rule} {rule.Description} {string.Join(',', rule.Tags.Select(tag => $"{tag.Key}={tag.Value}"))}").Order(
            StringComparer.Ordinal);

    private static async Task<(GuardHarness Harness, Incident Incident)> RevertedAsync(Policy policy, SecurityGroup group)
    {
        var harness = new GuardHarness(policy);
        harness.Ec2.Put(group);
        await harness.HandleAsync(Authorized(group, [.. group.Rules.Select(rule => rule.SecurityGroupRuleId!)]));
        // as the record has it
        return (harness, IncidentReader.Read(System.Text.Encoding.UTF8.GetBytes(IncidentJson.Write(Assert.Single(harness.Incidents)))));
    }

    private IncidentUndo Undo(GuardHarness harness, IIncidentRecord record) =>
        new(harness.Ec2.OwnGroups, record, new(), _time, new Random(1));

    private async Task<Incident> UndoAsync(GuardHarness harness, IIncidentRecord record, Incident incident, Policy policy)
    {
        var group = harness.Ec2.Groups.Values.Single();
        var result = await Undo(harness, record).RunAsync(
            incident, group, IncidentUndo.PlanOf(incident, group), policy, Ann, TestContext.Current.CancellationToken);
        return Assert.IsType<CallResult<Incident>.Ok>(result).Value;
    }
}
