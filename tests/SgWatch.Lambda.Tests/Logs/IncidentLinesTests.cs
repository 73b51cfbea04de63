using System.Collections.Immutable;
using System.Text;
using SgWatch.Changes;
using SgWatch.Incidents;
using SgWatch.Lambda.Logs;
using SgWatch.Rules;

namespace SgWatch.Lambda.Tests.Logs;

public class IncidentLinesTests
{
    [Fact]
    public async Task An_incident_is_one_line_with_the_request_id()
    {
        var log = new LogReader();
        await new IncidentLines(log.Writer).RecordAsync(Incident(rules: 2, ""), "r1", CancellationToken.None);
        var line = Assert.Single(log.Lines);
        Assert.Equal("r1", line.GetProperty("requestId").GetString());
        Assert.Equal("inc-1", line.GetProperty("incident").GetProperty("id").GetString());
        Assert.Equal(2, line.GetProperty("incident").GetProperty("before").GetArrayLength());
        Assert.False(line.TryGetProperty("truncated", out _));
    }

    [Fact] // it is the record of what was taken away, and no diagnosis
    public async Task An_incident_is_written_at_every_level()
    {
        var log = new LogReader(LogLevel.Error);
        await new IncidentLines(log.Writer).RecordAsync(Incident(rules: 2, ""), "r1", CancellationToken.None);
        Assert.Equal("INFO", Assert.Single(log.Lines).GetProperty("level").GetString());
    }

    [Theory]
    [InlineData(1000, 255)]
    [InlineData(5000, 0)]
    public async Task An_incident_beyond_the_limit_comes_in_parts_that_lose_no_rule(int rules, int descriptionLength)
    {
        var log = new LogReader();
        var incident = Incident(rules, new string('\u2028', descriptionLength)); // six bytes each, once escaped
        await new IncidentLines(log.Writer).RecordAsync(incident, "r1", CancellationToken.None);

        Assert.All(log.Text.Split('\n'), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, IncidentLines.MaxBytes));
        Assert.All(log.Lines, line => Assert.True(line.GetProperty("truncated").GetBoolean()));
        Assert.Equal(incident.Revoked.Select(rule => rule.SecurityGroupRuleId), log.Lines.SelectMany(line =>
            line.GetProperty("incident").GetProperty("revoked").EnumerateArray().Select(rule => rule.GetProperty("ruleId").GetString())));
        Assert.Single(log.Lines.Select(line => line.GetProperty("incident").GetProperty("id").GetString()).Distinct());
    }

    [Theory]
    [InlineData('x')]
    [InlineData('\u2028')] // six bytes each, once escaped
    public async Task A_fat_groups_incident_comes_in_parts_that_lose_no_rule_and_no_tag(char letter)
    {
        var log = new LogReader();
        var incident = Fat(Incident(rules: 20, ""), letter);
        await new IncidentLines(log.Writer).RecordAsync(incident, "r1", CancellationToken.None);

        Assert.All(log.Text.Split('\n'), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, IncidentLines.MaxBytes));
        var written = log.Lines.SelectMany(line => line.GetProperty("incident").GetProperty("revoked").EnumerateArray())
            .SelectMany(rule => rule.GetProperty("tags").EnumerateObject().Select(tag =>
                (rule.GetProperty("ruleId").GetString(), tag.Name, tag.Value.GetString())));
        Assert.Equal(
            incident.Revoked.SelectMany(rule => rule.Tags.Select(tag => (rule.SecurityGroupRuleId, tag.Key, (string?)tag.Value))).Order(),
            written.Order());
    }

    private static Incident Fat(Incident incident, char letter)
    {
        var tags = Enumerable.Range(0, 50).ToImmutableSortedDictionary(
            i => $"{i:d2}".PadRight(128, letter), i => $"{i}-".PadRight(256, letter), StringComparer.Ordinal);
        ImmutableArray<SecurityGroupRule> rules = [.. incident.Revoked.Select(rule => rule with { Tags = tags })];
        return incident with
        {
            Before = incident.Before with { Rules = rules, Tags = tags },
            Revoked = rules,
            Planned = new(rules, []),
            Calls = [.. Enumerable.Range(0, 200).Select(i =>
                new IncidentCall("revoke ingress", [.. rules.Select(rule => rule.SecurityGroupRuleId!)], "ok", default))],
            Origins = [new(new('n', 1000)) { Actor = new() { Arn = new(letter, 1000), UserAgent = new(letter, 1000) } }],
        };
    }

    private static Incident Incident(int rules, string description)
    {
        SecurityGroupRule[] all = [.. Enumerable.Range(0, rules).Select(i =>
            RuleText.Parse("ingress tcp/22 from 0.0.0.0/0") with { SecurityGroupRuleId = $"sgr-{i:x17}", Description = description })];
        return new("inc-1", IncidentOutcome.Reverted, new("sg-1", "web") { Rules = [.. all] })
        {
            Revoked = [.. all],
            Origins = [.. Enumerable.Range(0, rules).Select(
                i => new Origin("X") { EventId = $"{i}", Actor = new() { UserAgent = new('u', 500) } })],
        };
    }
}
