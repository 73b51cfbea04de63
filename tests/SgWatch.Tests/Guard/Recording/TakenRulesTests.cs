using SgWatch.Guard.Recording;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;
using SgWatch.Rules;

namespace SgWatch.Tests.Guard.Recording;

/// <summary>What the guard took away lately is read one incident at a time, and only so many.</summary>
public sealed class TakenRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly StandingTime _time = new(Noon);

    [Fact]
    public async Task The_latest_twenty_incidents_are_read()
    {
        var record = new MemoryIncidentRecord(_time);
        var recorder = new IncidentRecorder(
            record, new Retry(new(), _time, new Random(1), Noon.AddMinutes(5)), new IncidentsToRecord(), Noon.AddMinutes(5));
        foreach (var i in Enumerable.Range(0, 25))
        {
            await recorder.BeginAsync(Took($"sgr-{i}", Noon.AddMinutes(-60 + i)), TestContext.Current.CancellationToken);
        }

        var taken = await recorder.TakenSinceAsync(
            new("111122223333", "eu-west-1"), Took("sgr-0", Noon).Before.GroupId, Noon.AddHours(-2), TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(5, 20).Select(i => $"sgr-{i}").Order(), taken.Order());
    }

    private static Incident Took(string ruleId, DateTimeOffset at) =>
        new($"inc-{ruleId}", IncidentOutcome.Intended, SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0"))
        {
            Account = "111122223333",
            Region = "eu-west-1",
            Origins = [new("AuthorizeSecurityGroupIngress") { EventId = ruleId, EventTime = at }],
            Planned = new([RuleText.Parse("ingress tcp/22 from 0.0.0.0/0") with { SecurityGroupRuleId = ruleId }], []),
            StartedAt = at,
            EndedAt = at,
        };
}
