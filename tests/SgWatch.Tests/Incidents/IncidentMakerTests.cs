using System.Text;
using SgWatch.Changes;
using SgWatch.Incidents;
using SgWatch.Verdicts;

namespace SgWatch.Tests.Incidents;

/// <summary>An incident names whoever made the rule that was taken away, not whoever came first.</summary>
public sealed class IncidentMakerTests
{
    private static readonly Origin Harmless = SampleIncident.Opened with
    {
        EventName = "CreateTags",
        EventId = "2",
        Actor = new() { Arn = "arn:aws:iam::111122223333:user/bob" },
    };

    private static readonly Origin Made = SampleIncident.Opened;

    [Fact]
    public void It_is_the_event_that_made_the_rule_that_was_taken_away()
    {
        var incident = Reverted() with { Origins = [Harmless, Made] };
        Assert.Equal(Harmless, incident.MadeBy); // nobody knows who made the rule

        var finding = incident.Findings[0];
        Assert.Equal(Made, (incident with { Findings = [finding with { MadeBy = Made }] }).MadeBy);

        var another = finding with { Rule = incident.Before.Rules[1], MadeBy = Harmless };
        Assert.Equal(Made, (incident with { Findings = [another, finding with { MadeBy = Made }] }).MadeBy);
    }

    [Fact]
    public void Of_what_was_only_reported_the_acted_on_come_first_and_tolerated_rules_do_not_count()
    {
        var finding = Reverted().Findings[0];
        var alert = finding with { Action = FindingAction.Alert, MadeBy = Harmless };
        var revoke = finding with { Action = FindingAction.Revoke, MadeBy = Made };
        Assert.Equal([Made, Harmless], Incident.MakersOf([alert, revoke, alert]));
        Assert.Equal([Harmless], Incident.MakersOf([alert, finding with { Action = FindingAction.None, MadeBy = Made }]));
        Assert.Empty(Incident.MakersOf([finding]));
    }

    [Fact]
    public void The_record_keeps_it()
    {
        var incident = Reverted() is var reverted ? reverted with
        {
            Origins = [Harmless, Made],
            Findings = [reverted.Findings[0] with { MadeBy = Made }],
        } : null!;
        var json = IncidentJson.Write(incident);
        var read = IncidentReader.Read(Encoding.UTF8.GetBytes(json));

        Assert.Contains($"\"event\":\"{Made.EventId}\"", json, StringComparison.Ordinal);
        Assert.Equal(Made, read.Findings[0].MadeBy);
        Assert.Equal(json, IncidentJson.Write(read));
        Assert.Equal(FightNotification.Opponent(incident), FightNotification.Opponent(read));
    }

    [Fact]
    public void An_event_that_the_record_does_not_have_and_one_without_an_id_are_unknown()
    {
        var finding = Reverted().Findings[0];
        foreach (var maker in (Origin[])[Made with { EventId = "3" }, Made with { EventId = null }])
        {
            var json = IncidentJson.Write(Reverted() with { Origins = [Harmless], Findings = [finding with { MadeBy = maker }] });
            Assert.Null(IncidentReader.Read(Encoding.UTF8.GetBytes(json)).Findings[0].MadeBy);
        }
    }

    [Fact]
    public void A_fight_is_with_whoever_made_the_rule() => Assert.Equal(
        "arn:aws:iam::111122223333:role/developer",
        FightNotification.Opponent(Reverted() is var incident
            ? incident with { Origins = [Harmless, Made], Findings = [incident.Findings[0] with { MadeBy = Made }] }
            : null!));

    private static Incident Reverted() => SampleIncident.Of(IncidentOutcome.Reverted);
}
