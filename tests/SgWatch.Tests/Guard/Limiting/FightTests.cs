using SgWatch.Guard;
using SgWatch.Guard.Limiting;
using SgWatch.Incidents;
using SgWatch.Policies;
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Guard.Limiting;

/// <summary>A fight is about every rule that somebody puts back, and what is new in it is reported at once.</summary>
public sealed class FightTests
{
    private readonly GuardHarness _harness = new(BuiltInPolicy.Instance with { Limits = new(FightsAfter: 3) });
    private int _events;

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(200)]
    public async Task One_new_rule_among_those_that_come_back_is_reported_at_once_however_many_they_are(int rules)
    {
        string[] usual = [.. Enumerable.Range(0, rules).Select(i => $"ingress tcp/{1000 + i} from 0.0.0.0/0")];
        for (var i = 0; i < 6; i++)
        {
            await OpenAsync(usual);
        }
        Assert.Equal(3, _harness.Mail.Count); // twice closed, and the fight

        await OpenAsync([.. usual, "ingress tcp/3389 from 0.0.0.0/0"]);

        Assert.Equal(4, _harness.Mail.Count);
        Assert.Contains("tcp/3389", _harness.Mail[^1].Json, StringComparison.Ordinal);
        Assert.DoesNotContain("fight", _harness.Mail[^1].Subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(20, 20)]
    [InlineData(1000, 20)]
    public void The_counters_of_an_incident_are_bounded(int rules, int most)
    {
        var group = SampleGroups.Web([.. Enumerable.Range(0, rules).Select(i => $"ingress tcp/{1000 + i} from 0.0.0.0/0")]);
        var incident = new Incident("inc-1", IncidentOutcome.Reverted, group) { Revoked = group.Rules };

        var counters = FightCounters.Of(incident);

        Assert.InRange(counters.Count, Math.Min(rules, 1), most);
        Assert.Equal(counters, FightCounters.Of(incident with { Revoked = [.. group.Rules.Reverse()] })); // in whatever order
    }

    [Fact]
    public async Task The_fight_names_whoever_made_the_rules_that_come_back()
    {
        for (var i = 0; i < 3; i++)
        {
            var group = SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0", "ingress tcp/23 from 0.0.0.0/0");
            _harness.Ec2.Put(group);
            await _harness.HandleAsync(Batch(Event(group, "sgr-1", "robot/x"), Event(group, "sgr-2", "other/x")));
        }
        var text = _harness.Mail[^1].Text;
        Assert.Contains("assumed-role/robot/x", text, StringComparison.Ordinal);
        Assert.Contains("assumed-role/other/x", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_rule_of_another_actor_is_no_round_of_the_fight()
    {
        for (var i = 0; i < 3; i++)
        {
            await OpenAsync(["ingress tcp/22 from 0.0.0.0/0"]);
        }
        Assert.Contains("fight", _harness.Mail[^1].Subject, StringComparison.Ordinal);

        var group = SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0", "ingress tcp/23 from 0.0.0.0/0");
        _harness.Ec2.Put(group);
        await _harness.HandleAsync(Batch(Event(group, "sgr-1", "dev/alice"), Event(group, "sgr-2", "eve/x")));

        Assert.DoesNotContain("fight", _harness.Mail[^1].Subject, StringComparison.Ordinal);
        Assert.Equal(4, _harness.Mail.Count);
    }

    private async Task OpenAsync(string[] rules)
    {
        var group = SampleGroups.Web(rules);
        _harness.Ec2.Put(group);
        var message = Authorized(group, [.. group.Rules.Select(rule => rule.SecurityGroupRuleId!)])
            .Replace("11111111-2222", $"{++_events:d8}-2222", StringComparison.Ordinal);
        Assert.Equal(GuardOutcome.Reverted, (await _harness.HandleAsync(message)).Outcome);
    }

    private string Event(SgWatch.Rules.SecurityGroup group, string ruleId, string role)
    {
        var port = ruleId == "sgr-1" ? 22 : 23;
        return Authorized(group, ruleId).Replace("11111111-2222", $"{++_events:d8}-2222", StringComparison.Ordinal)
            .Replace("assumed-role/dev/alice", $"assumed-role/{role}", StringComparison.Ordinal)
            .Replace("192.0.2.0/24", "0.0.0.0/0", StringComparison.Ordinal)
            .Replace("\"fromPort\":22,\"toPort\":22", $"\"fromPort\":{port},\"toPort\":{port}", StringComparison.Ordinal);
    }
}
