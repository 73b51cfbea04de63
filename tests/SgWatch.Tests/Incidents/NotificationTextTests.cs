using System.Text.Json;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Tests.Incidents;

/// <summary>The kept texts of the messages that aren't about one incident's end alone, and what holds for all messages.</summary>
public sealed class NotificationTextTests
{
    private static readonly Incident Reverted = SampleIncident.Of(IncidentOutcome.Reverted);

    private static readonly Incident Partly = SampleIncident.Of(IncidentOutcome.Failed) with
    {
        Revoked = Reverted.Revoked,
        After = null,
    };

    private static readonly Incident Undone = Reverted with
    {
        Outcome = IncidentOutcome.Undone,
        Undoes = "inc-fedcba9876543210",
        Revoked = [],
        Authorized = Reverted.Revoked,
        After = Reverted.Before,
        Origins = [new("Undo") { EventTime = SampleIncident.Noon, Actor = new() { Arn = "arn:aws:iam::111122223333:user/bob" } }],
    };

    private static readonly Incident Turned = SampleIncident.Of(IncidentOutcome.Alerted) with
    {
        Findings =
        [
            .. Reverted.Findings.Select(finding => finding with
            {
                Action = FindingAction.Alert,
                Why = $"{finding.Why}; SgWatch closes it from 2026-08-01 12:30Z on, unless that changes",
            }),
        ],
    };

    private static readonly UnheardGroup Unheard = new(
        Reverted.AccountRegion, Reverted.Before.GroupId, Reverted.Before.GroupName, [Reverted.Findings[0]], ["sgr-1", "sgr-2"]);

    private static readonly string LongProblem =
        string.Join('\n', Enumerable.Range(1, 50).Select(i => $"sgwatch.yaml:{i}:1: POL010 mistake"));

    [Fact]
    public void A_part_of_it_failed() => Snapshot.Match(Text(IncidentNotification.For(Partly)));

    [Fact]
    public void An_undo() => Snapshot.Match(Text(IncidentNotification.For(Undone)));

    [Fact]
    public void A_fight_begins() => Snapshot.Match(Text(FightNotification.For(Reverted, 4)));

    [Fact]
    public void A_fights_digest() =>
        Snapshot.Match(Text(FightNotification.Digest([Reverted, Reverted with { Id = "inc-fedcba9876543210" }])));

    [Fact]
    public void The_limit_of_changes() => Snapshot.Match(Text(LimitNotification.For("111122223333", "eu-west-1", 200)));

    [Fact]
    public void Rules_that_turned() => Snapshot.Match(Text(TurnedNotification.For([Turned])));

    [Fact]
    public void Many_groups_that_no_event_named() => Snapshot.Match(Text(UnheardNotification.For([Unheard, Unheard])));

    [Fact]
    public void A_policy_that_cant_be_used() => Snapshot.Match(Text(PolicyNotification.For(
        "sgwatch.yaml:2:1: POL010 mod: unknown key 'mod' — did you mean 'mode'?\n"
            + "sgwatch.yaml:3:16: POL020 networks.a: unknown network 'ofice'",
        BuiltInPolicy.Instance.AtMost(PolicyMode.Observe) with { Sha256 = "0123456789abcdef" })));

    [Fact]
    public void Long_lists_are_cut_and_say_where_the_rest_is()
    {
        var policy = PolicyNotification.For(LongProblem, BuiltInPolicy.Instance).Text;
        var rules = Enumerable.Range(1, 25).Select(i => RuleText.Parse($"ingress tcp/{i} from 0.0.0.0/0"));
        var fight = FightNotification.For(Reverted with { Revoked = [.. rules] }, 4).Text;

        Assert.Contains("  ... and 10 more; 'sgwatch policy lint' lists them all\n", policy, StringComparison.Ordinal);
        Assert.Contains("  ... and 5 more; the incidents have them all\n", fight, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_message_has_a_subject_for_SNS_lines_for_mail_and_one_JSON_object_of_its_kind() => Assert.All(
        [
            IncidentNotification.For(Reverted), IncidentNotification.For(Partly), IncidentNotification.For(Undone),
            FightNotification.For(Reverted, 4), FightNotification.Digest([Reverted, Reverted]),
            LimitNotification.For(null, null, 1), PolicyNotification.For(LongProblem, BuiltInPolicy.Instance),
            TurnedNotification.For([Turned]), UnheardNotification.For([Unheard]),
        ], message =>
        {
            Assert.InRange(message.Subject.Length, 1, 99);
            Assert.DoesNotContain(message.Subject + message.Text, c => c is not ('\n' or (>= ' ' and <= '~')));
            Assert.DoesNotContain("\n\n\n", message.Text, StringComparison.Ordinal);
            Assert.EndsWith("\n", message.Text, StringComparison.Ordinal);
            using var json = JsonDocument.Parse(message.Json);
            Assert.StartsWith(message.Kind + "/", json.RootElement.GetProperty("schema").GetString(), StringComparison.Ordinal);
        });

    [Fact]
    public void Every_message_says_which_version_wrote_it() => Assert.All(
        [IncidentNotification.For(Reverted), FightNotification.For(Reverted, 4), LimitNotification.For(null, null, 1)], message =>
        {
            Assert.EndsWith($"\nSgWatch  {ProductVersion.Text}\n", message.Text, StringComparison.Ordinal);
            Assert.All([message.Json, message.ShortJson], text =>
            {
                using var json = JsonDocument.Parse(text);
                Assert.Equal(ProductVersion.Text, json.RootElement.GetProperty("version").GetString());
            });
        });

    private static string Text(Notification notification) => KeptText.Of($"{notification.Subject}\n\n{notification.Text}");
}
