using System.Text.Json;
using CsCheck;
using SgWatch.Events;
using SgWatch.Guard;
using SgWatch.Incidents;
using SgWatch.Policies;

namespace SgWatch.Tests.Incidents;

public sealed class IncidentNotificationTests
{
    private static readonly DateTimeOffset Noon = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Origin Opened = new("AuthorizeSecurityGroupIngress")
    {
        EventId = "11111111-2222-3333-4444-555555555555",
        EventTime = Noon.AddSeconds(-9),
        Account = "111122223333",
        Region = "eu-west-1",
        Actor = new()
        {
            Type = "AssumedRole",
            Arn = "arn:aws:sts::111122223333:assumed-role/developer/alice@example.com",
            SessionIssuerArn = "arn:aws:iam::111122223333:role/developer",
            SourceIpAddress = "203.0.113.9",
            UserAgent = "aws-cli/2.17.0 md/awscrt",
        },
    };

    [Fact]
    public void Reverted() => Snapshot.Match(Text(IncidentNotification.For(Incident(IncidentOutcome.Reverted))));

    [Fact]
    public void Alerted() => Snapshot.Match(Text(IncidentNotification.For(Incident(IncidentOutcome.Alerted))));

    [Fact]
    public void Failed() => Snapshot.Match(Text(IncidentNotification.For(Incident(IncidentOutcome.Failed) with
    {
        Failure = new(CallFailureKind.Refused, "RevokeSecurityGroupIngress", "UnauthorizedOperation", "You are not authorized to perform this operation."),
    })));

    [Fact]
    public void Nothing_from_an_event_breaks_out_of_subject_or_text()
    {
        var clean = IncidentNotification.For(Incident(IncidentOutcome.Reverted));
        Gen.String[Gen.Frequency((5, Gen.Char), (2, Gen.Const('\n')), (1, Gen.Const('\r')), (1, Gen.Const('\u2028'))), 0, 200].Sample(evil =>
        {
            var incident = Incident(IncidentOutcome.Reverted);
            var notification = IncidentNotification.For(incident with
            {
                Before = incident.Before with { GroupName = evil },
                Region = evil,
                Account = evil,
                Origins = [Opened with
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
        }, iter: 2_000);
    }

    [Fact]
    public void The_JSON_has_every_rule_even_where_the_text_is_cut()
    {
        var rules = Enumerable.Range(1, 200).Select(i => $"ingress tcp/{i} from 0.0.0.0/0").ToArray();
        var group = Groups.Web(rules);
        var notification = IncidentNotification.For(Incident(IncidentOutcome.Reverted) with { Before = group, Revoked = group.Rules });

        using var json = JsonDocument.Parse(notification.Json);
        Assert.Equal(200, json.RootElement.GetProperty("revoked").GetArrayLength());
        Assert.Contains("... and 150 more", notification.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_incident_has_the_same_id_at_a_second_try_and_another_for_another_event()
    {
        var incident = Incident(IncidentOutcome.Reverted);
        string Id(Origin origin) => IncidentId.Of(incident.Before, [origin], incident.Findings);

        Assert.Equal(Id(Opened), Id(Opened with { }));
        Assert.NotEqual(Id(Opened), Id(Opened with { EventId = "22222222-2222-3333-4444-555555555555" }));
        Assert.Matches("^inc-[0-9a-f]{16}$", Id(Opened));
    }

    private static string Text(Notification notification) => $"{notification.Subject}\n\n{notification.Text}\n{notification.Json}\n";

    private static Incident Incident(IncidentOutcome outcome)
    {
        var group = Groups.Web("ingress tcp/22 from 0.0.0.0/0", "ingress tcp/443 from 10.0.0.0/8");
        var policy = outcome == IncidentOutcome.Alerted ? BuiltInPolicy.Instance.AtMost(PolicyMode.Observe) : BuiltInPolicy.Instance;
        var findings = Judge.Decide(policy, group, PrefixLists.None, Occasion.Asked, Noon).Findings;
        var isReverted = outcome == IncidentOutcome.Reverted;
        return new("inc-0123456789abcdef", outcome, group)
        {
            After = group with { Rules = isReverted ? group.Rules[1..] : group.Rules },
            Account = "111122223333",
            Region = "eu-west-1",
            Origins = [Opened],
            Findings = findings,
            Revoked = isReverted ? group.Rules[..1] : [],
            StartedAt = Noon,
            EndedAt = Noon.AddMilliseconds(137),
            PolicySource = "built-in",
            PolicySha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            Mode = policy.Mode,
        };
    }
}
