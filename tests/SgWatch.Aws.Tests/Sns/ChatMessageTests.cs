using System.Text.Json;
using CsCheck;
using SgWatch.Aws.Sns;
using SgWatch.Changes;
using SgWatch.Incidents;
using SgWatch.Tests;
using SgWatch.Tests.Incidents;

namespace SgWatch.Aws.Tests.Sns;

public class ChatMessageTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public void Reverted() => Snapshot.Match(Pretty(IncidentNotification.For(SampleIncident.Of(IncidentOutcome.Reverted))));

    [Fact]
    public void Failed() => Snapshot.Match(Pretty(IncidentNotification.For(SampleIncident.Of(IncidentOutcome.Failed))));

    [Fact]
    public void Limit_reached() => Snapshot.Match(Pretty(LimitNotification.For("111122223333", "eu-west-1", 200)));

    [Fact]
    public void Messages_of_one_group_are_one_thread()
    {
        var incident = SampleIncident.Of(IncidentOutcome.Reverted);
        string? Thread(Incident of) =>
            Parse(IncidentNotification.For(of)).RootElement.GetProperty("metadata").GetProperty("threadId").GetString();

        Assert.Equal(Thread(incident), Thread(incident with { Id = "inc-another", Outcome = IncidentOutcome.Alerted }));
        Assert.NotEqual(Thread(incident), Thread(incident with { Region = "eu-west-2" }));
    }

    [Fact]
    public void It_names_whoever_made_the_rule_that_was_taken_away()
    {
        var incident = SampleIncident.Of(IncidentOutcome.Reverted);
        var bob = new Actor { Arn = "arn:aws:iam::111122223333:user/bob" };
        var harmless = SampleIncident.Opened with { EventName = "CreateTags", Actor = bob };
        var description = Description(incident with
        {
            Origins = [harmless, SampleIncident.Opened],
            Findings = [incident.Findings[0] with { MadeBy = SampleIncident.Opened }],
        });
        Assert.Contains("By: `arn:aws:sts::111122223333:assumed-role/developer/alice", description, StringComparison.Ordinal);
        Assert.DoesNotContain("bob", description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_text_is_cut_at_a_line_and_its_block_is_closed()
    {
        var long_ = new Notification("sgwatch.fight", "s", string.Concat(Enumerable.Repeat("a line of twenty chars\n", 500)), "{}");
        var description = Parse(long_).RootElement.GetProperty("content").GetProperty("description").GetString()!;
        Assert.InRange(description.Length, 2_000, 3_000);
        Assert.EndsWith("a line of twenty chars\n...\n```", description, StringComparison.Ordinal);
    }

    [Fact] // <!channel> would notify the whole channel; a backquote or a line break would end the quoted text
    public void Nothing_from_an_event_breaks_out_of_its_backquotes()
    {
        var clean = Description(SampleIncident.Of(IncidentOutcome.Reverted));
        Gen.String[Gen.Frequency((4, Gen.Char), (2, Gen.Char["`<>!@*\n"])), 1, 80].Holds(evil =>
        {
            var incident = SampleIncident.Of(IncidentOutcome.Reverted);
            var description = Description(incident with
            {
                Before = incident.Before with { GroupName = evil },
                Origins = [SampleIncident.Opened with { EventName = evil, Actor = new() { Arn = evil } }],
            });
            return description.Count(c => c == '`') == clean.Count(c => c == '`')
                && description.Count(c => c == '\n') == clean.Count(c => c == '\n')
                && !description.Contains('<', StringComparison.Ordinal) && !description.Contains('>', StringComparison.Ordinal);
        }, cases: 2_000);
    }

    private static string Description(Incident incident) =>
        Parse(IncidentNotification.For(incident)).RootElement.GetProperty("content").GetProperty("description").GetString()!;

    private static string Pretty(Notification notification) =>
        KeptText.Of(JsonSerializer.Serialize(Parse(notification).RootElement, Indented) + "\n");

    private static JsonDocument Parse(Notification notification) => JsonDocument.Parse(ChatMessage.Write(notification));
}
