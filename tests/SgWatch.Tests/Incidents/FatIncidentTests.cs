using System.Text;
using System.Text.Json;
using SgWatch.Incidents;
using SgWatch.Rules;
using SgWatch.Tests.Guard;
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Incidents;

/// <summary>Incidents of groups whose rules have all the text that EC2 allows.</summary>
public sealed class FatIncidentTests
{
    private const int Rules = 236;
    private const int SnsBytes = 256 * 1024;

    [Fact]
    public async Task The_tags_of_a_rule_that_was_taken_away_are_written_once_and_read_back()
    {
        var incident = await CloseAsync(rules: 3);

        var json = IncidentJson.Write(incident);

        Assert.All(incident.Revoked, rule => Assert.Equal(1, Occurrences(json, rule.Tags.Values.First())));
        var read = IncidentReader.Read(Encoding.UTF8.GetBytes(json));
        Assert.Equal(incident.Revoked.Select(Tags), read.Revoked.Select(Tags));
        Assert.Equal(incident.Planned.Revoke.Select(Tags), read.Planned.Revoke.Select(Tags));
    }

    [Fact]
    public async Task Before_a_change_the_plan_has_the_tags_of_what_is_to_go()
    {
        var intended = await CloseAsync(rules: 3) with { Outcome = IncidentOutcome.Intended, Revoked = [] };

        var json = IncidentJson.Write(intended);

        Assert.All(intended.Planned.Revoke, rule => Assert.Equal(1, Occurrences(json, rule.Tags.Values.First())));
        Assert.Equal(intended.Planned.Revoke.Select(Tags), IncidentReader.Read(Encoding.UTF8.GetBytes(json)).Planned.Revoke.Select(Tags));
    }

    [Theory]
    [InlineData('x')]
    [InlineData('\u2028')] // six bytes each, once escaped
    public async Task The_message_is_cut_before_it_is_built_and_says_that_it_was(char letter)
    {
        var incident = await CloseAsync(Rules, letter);

        var notification = IncidentNotification.For(incident);

        Assert.InRange(Encoding.UTF8.GetByteCount(notification.Json), 1, SnsBytes);
        using var json = JsonDocument.Parse(notification.Json);
        Assert.True(json.RootElement.GetProperty("truncated").GetBoolean());
        Assert.All(notification.Incident!.Before.Rules, rule => Assert.Empty(rule.Tags));
    }

    [Fact] // 40 rules without their tags are far below the limit
    public async Task The_message_has_every_rule_and_how_many_tags_it_left_out_if_the_tags_alone_are_too_long()
    {
        var incident = await CloseAsync(rules: 40);

        using var json = JsonDocument.Parse(IncidentNotification.For(incident).Json);

        Assert.Equal("sgwatch.incident/1", json.RootElement.GetProperty("schema").GetString());
        var revoked = json.RootElement.GetProperty("revoked").EnumerateArray().ToList();
        Assert.Equal(40, revoked.Count);
        Assert.All(revoked, rule => Assert.Equal(50, rule.GetProperty("unreadTags").GetInt32()));
    }

    private static string Tags(SecurityGroupRule rule) => string.Join(',', rule.Tags.Select(tag => $"{tag.Key}={tag.Value}"));

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;

    private static async Task<Incident> CloseAsync(int rules, char letter = 'x')
    {
        var harness = new GuardHarness();
        var group = FatGroup.Of(SampleGroups.Web(
            [.. Enumerable.Range(0, rules).Select(i => $"ingress tcp/{1000 + i} from 0.0.0.0/0")]), letter);
        harness.Ec2.Put(group);
        await harness.HandleAsync(Authorized(group, [.. group.Rules.Select(rule => rule.SecurityGroupRuleId!)]));
        var incident = Assert.Single(harness.Incidents);
        Assert.Equal(rules, incident.Revoked.Length);
        return incident;
    }
}
