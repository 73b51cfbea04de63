using System.Collections.Immutable;
using System.Text.Json;
using SgWatch.Policies.Reading;
using SgWatch.Reports;
using SgWatch.Rules;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Tests.Reports;

/// <summary>What <c>explain</c> says of each rule: its status, and what the next inspection does.</summary>
public sealed class ExplanationTests
{
    private const string NoSsh = "version: 1\nguardrails:\n  - name: no-ssh\n    forbid: [{ ingress: tcp/22, from: any }]\n";

    private static readonly DateTimeOffset Noon = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset LastMonth = Noon.AddDays(-30);
    private static readonly SecurityGroup Group = SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0", "ingress tcp/443 from 10.0.0.0/8");

    [Fact]
    public void A_new_rule_is_revoked() => Assert.Equal(
        ("new", "revoke", "revoked by the next sweep"), Explained(new(Group.GroupId, LastMonth)));

    [Theory]
    [InlineData(BaselineReason.FirstLook, "first-look", "was there before the guard")]
    [InlineData(BaselineReason.Accepted, "accepted", "accepted by ann: SEC-1")]
    public void A_tolerated_rule_is_left_alone_and_the_reason_is_said(BaselineReason reason, string word, string sentence)
    {
        var entry = new BaselineEntry(null, ContentOf("sgr-1"), reason, LastMonth);
        entry = reason == BaselineReason.Accepted ? entry with { By = "ann", Note = "SEC-1" } : entry;
        var memory = new GroupMemory(Group.GroupId, LastMonth).Tolerating(entry);

        Assert.Equal(("tolerated", "keep", "left alone"), Explained(memory));
        var finding = Json(memory).GetProperty("findings")[0];
        Assert.Equal(
            (word, "2026-07-02T12:00:00+00:00"),
            (finding.GetProperty("reason").GetString(), finding.GetProperty("since").GetString()));
        Assert.Contains($"    tolerated since 2026-07-02 12:00 UTC ({sentence}): left alone\n", Table(memory), StringComparison.Ordinal);
    }

    [Fact]
    public void An_end_is_said()
    {
        var entry = new BaselineEntry(null, ContentOf("sgr-1"), BaselineReason.Accepted, LastMonth) { Until = new(2026, 8, 31) };
        var memory = new GroupMemory(Group.GroupId, LastMonth).Tolerating(entry);
        Assert.Equal("2026-08-31", Json(memory).GetProperty("findings")[0].GetProperty("until").GetString());
        Assert.Equal(
            ("tolerated", "keep",
                "left alone until the end of 2026-08-31 (UTC); then people are notified, and it is revoked 30 minutes later"),
            Explained(memory));
    }

    [Fact] // remembered, and not tolerated: something else changed
    public void People_learn_of_a_turned_rule_first_and_then_it_waits_for_its_time()
    {
        var remembered = new RememberedRule(ContentOf("sgr-1"), LastMonth) { IsFirstLook = true };
        var memory = Settled(remembered);
        Assert.Equal(
            ("turned", "alert", "people are notified by the next sweep; the first inspection 30 minutes later revokes it"),
            Explained(memory));

        var notified = Settled(remembered with { Turned = remembered.Turned.Add("no-ssh", Noon.AddMinutes(-10)) });
        Assert.Equal(
            ("turned", "wait", "people were notified; the first inspection that finds it from 2026-08-01 12:20 UTC on revokes it"),
            Explained(notified));
        Assert.Equal("2026-08-01T12:20:00+00:00", Next(notified).GetProperty("notBefore").GetString());

        var due = Settled(remembered with { Turned = remembered.Turned.Add("no-ssh", Noon.AddMinutes(-40)) });
        Assert.Equal(("turned", "revoke", "revoked by the next sweep"), Explained(due));
    }

    [Fact]
    public void A_rule_whose_author_is_unknown_waits()
    {
        const string Spared = NoSsh + "    unless-changed-by: [\"arn:aws:iam::111122223333:role/deploy\"]\n";
        var memory = new GroupMemory(Group.GroupId, LastMonth);
        memory = memory with { AuthorAwaited = memory.AuthorAwaited.Add("sgr-1", Noon.AddMinutes(-10)) };
        Assert.Equal(
            ("new", "wait", "nobody knows yet who made it: it waits from 2026-08-01 12:20 UTC on"), Explained(memory, Spared));
    }

    [Theory]
    [InlineData("    judge: state\n", "revoke", "revoked by the next sweep")]
    [InlineData("    action: alert\n", "keep", "left alone: without a memory a sweep acts only on guardrails with judge: state")]
    [InlineData("", "keep", "left alone: without a memory a sweep acts only on guardrails with judge: state")]
    public void Without_a_memory_there_is_no_status_and_a_sweep_acts_on_state_alone(string setting, string action, string why)
    {
        var json = Json(memory: null, NoSsh + setting);
        Assert.False(json.GetProperty("findings")[0].TryGetProperty("status", out _));
        Assert.Equal((action, why), (Word(json, "action"), Word(json, "why")));
    }

    [Fact]
    public void As_a_change_every_rule_is_new_but_one_that_an_entry_stands_for()
    {
        var memory = new GroupMemory(Group.GroupId, LastMonth);
        var turned = Settled(new RememberedRule(ContentOf("sgr-1"), LastMonth) { IsFirstLook = true });
        Assert.Equal(("new", "revoke", "revoked by its event"), Explained(memory, isEvent: true));
        Assert.Equal(("new", "revoke", "revoked by its event"), Explained(turned, isEvent: true));
        var accepted = memory.Tolerating(new(null, ContentOf("sgr-1"), BaselineReason.Accepted, LastMonth));
        Assert.Equal(("tolerated", "keep", "left alone"), Explained(accepted, isEvent: true));
    }

    [Fact]
    public void Every_rule_has_its_next_step()
    {
        var rules = Json(new(Group.GroupId, LastMonth)).GetProperty("rules");
        Assert.Equal(
            [("sgr-1", "revoke"), ("sgr-2", "keep")],
            rules.EnumerateArray().Select(rule =>
                (rule.GetProperty("ruleId").GetString(), rule.GetProperty("next").GetProperty("action").GetString())));
    }

    [Fact]
    public void What_a_guardrail_only_observes_is_reported()
    {
        const string Observe = NoSsh + "    mode: observe\n";
        Assert.Equal(
            ("new", "alert", "people are notified by the next sweep; the guardrail only observes"),
            Explained(new(Group.GroupId, LastMonth), Observe));
    }

    private static (string? Status, string? Action, string? Why) Explained(GroupMemory memory, string policy = NoSsh, bool isEvent = false)
    {
        var json = Json(memory, policy, isEvent);
        return (json.GetProperty("findings")[0].GetProperty("status").GetString(), Word(json, "action"), Word(json, "why"));
    }

    private static JsonElement Next(GroupMemory memory) => Json(memory).GetProperty("findings")[0].GetProperty("next");

    private static string? Word(JsonElement verdict, string name) =>
        verdict.GetProperty("findings")[0].GetProperty("next").GetProperty(name).GetString();

    private static JsonElement Json(GroupMemory? memory, string policy = NoSsh, bool isEvent = false) =>
        JsonDocument.Parse(Written("json", memory, policy, isEvent)).RootElement;

    private static string Table(GroupMemory memory) => Written("table", memory, NoSsh, isEvent: false);

    private static string Written(string format, GroupMemory? memory, string text, bool isEvent)
    {
        var policy = ((PolicyReadResult.Accepted)PolicyReader.Read("test", text)).Policy;
        var region = new RegionMemory(LastMonth, LastMonth) { ListedAt = LastMonth, CompleteAt = LastMonth }.Under(policy, LastMonth);
        var settled = memory is null ? null : memory with
        {
            SettledUnder = region.Guardrails.ToImmutableSortedDictionary(known => known.Id, known => known.Meaning),
        };
        var remembered = new Recollection(
            policy, Group, PrefixLists.None, settled, region, ImmutableDictionary<string, RuleMaker>.Empty, Noon);
        var standings = settled is null ? null : new RememberedStandings(isEvent ? remembered.AsJustMade("Explain") : remembered);
        var judged = new Case(policy, Group, PrefixLists.None, isEvent ? InspectionCause.Request : InspectionCause.Sweep, Noon);
        using var output = new StringWriter { NewLine = "\n" };
        using (var writer = ExplanationFormats.Open(format, policy, new(policy, isEvent, standings), output))
        {
            writer.Write(Judge.Decide(standings is null ? judged : judged with { Standings = standings }));
        }
        return output.ToString();
    }

    private static GroupMemory Settled(RememberedRule rule) =>
        new(Group.GroupId, LastMonth) { Rules = ImmutableSortedDictionary<string, RememberedRule>.Empty.Add(rule.Id, rule) };

    private static RememberedContent ContentOf(string ruleId) =>
        RememberedContent.Of(Group.Rules.Single(rule => rule.SecurityGroupRuleId == ruleId), PrefixLists.None);
}
