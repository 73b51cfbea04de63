using System.Text.Json;
using CsCheck;
using SgWatch.Changes;
using SgWatch.Incidents;

namespace SgWatch.Tests.Incidents;

public sealed class IncidentNotificationTests
{
    [Fact]
    public void Reverted() => Snapshot.Match(Text(IncidentNotification.For(SampleIncident.Of(IncidentOutcome.Reverted))));

    [Fact]
    public void Alerted() => Snapshot.Match(Text(IncidentNotification.For(SampleIncident.Of(IncidentOutcome.Alerted))));

    [Fact]
    public void Failed() => Snapshot.Match(Text(IncidentNotification.For(SampleIncident.Of(IncidentOutcome.Failed))));

    [Fact]
    public void Nothing_from_an_event_breaks_out_of_subject_or_text()
    {
        var clean = IncidentNotification.For(SampleIncident.Of(IncidentOutcome.Reverted));
        var anyCharacter = Gen.Frequency((5, Gen.Char), (2, Gen.Const('\n')), (1, Gen.Const('\r')), (1, Gen.Const('\u2028')));
        Gen.String[anyCharacter, 0, 200].Holds(evil =>
        {
            var incident = SampleIncident.Of(IncidentOutcome.Reverted);
            var notification = IncidentNotification.For(incident with
            {
                Before = incident.Before with { GroupName = evil },
                Region = evil,
                Account = evil,
                Origins = [SampleIncident.Opened with
                {
                    EventName = evil,
                    EventId = evil,
                    Actor = new() { Type = evil, Arn = evil, SessionIssuerArn = evil + "x", SourceIpAddress = evil, UserAgent = evil },
                }],
            });
            using var json = JsonDocument.Parse(notification.Json);
            return notification.Subject.Length < 100
                && notification.Subject.All(c => c is >= ' ' and <= '~')
                && notification.Text.All(c => c is '\n' or (>= ' ' and <= '~'))
                && notification.Text.Count(c => c == '\n') == clean.Text.Count(c => c == '\n');
        }, cases: 2_000);
    }

    [Fact]
    public void The_JSON_has_every_rule_even_where_the_text_is_cut()
    {
        var rules = Enumerable.Range(1, 200).Select(i => $"ingress tcp/{i} from 0.0.0.0/0").ToArray();
        var group = SampleGroups.Web(rules);
        var incident = SampleIncident.Of(IncidentOutcome.Reverted) with { Before = group, Revoked = group.Rules };
        var notification = IncidentNotification.For(incident);

        using var json = JsonDocument.Parse(notification.Json);
        Assert.Equal(200, json.RootElement.GetProperty("revoked").GetArrayLength());
        Assert.Contains("... and 150 more", notification.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_incident_has_the_same_id_at_a_second_try_and_another_for_another_event()
    {
        var incident = SampleIncident.Of(IncidentOutcome.Reverted);
        string Id(Origin origin) => IncidentId.Of(incident.Before, [origin], incident.Findings);

        Assert.Equal(Id(SampleIncident.Opened), Id(SampleIncident.Opened with { }));
        Assert.NotEqual(Id(SampleIncident.Opened), Id(SampleIncident.Opened with { EventId = "22222222-2222-3333-4444-555555555555" }));
        Assert.Matches("^inc-[0-9a-f]{16}$", Id(SampleIncident.Opened));
    }

    private static string Text(Notification notification) =>
        KeptText.Of($"{notification.Subject}\n\n{notification.Text}\n{notification.Json}\n");
}
