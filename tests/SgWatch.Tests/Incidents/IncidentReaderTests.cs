using System.Text;
using System.Text.Json;
using SgWatch.Incidents;
using SgWatch.Tests.Guard;
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Incidents;

public sealed class IncidentReaderTests
{
    [Theory]
    [InlineData("ingress tcp/22 from 0.0.0.0/0")]
    [InlineData("ingress tcp/22 from 0.0.0.0/1", "ingress tcp/22 from 128.0.0.0/1", "ingress any from sg-0123", "egress udp/53 to pl-0123")]
    [InlineData("ingress icmp/3/4 from 0.0.0.0/0", "ingress any from ::/0", "egress any to 0.0.0.0/0", "ingress tcp/443 from 10.0.0.0/8")]
    public async Task What_was_written_reads_back_to_the_same_text_and_the_same_message(params string[] rules)
    {
        var harness = new GuardHarness();
        var group = SampleGroups.Web(rules) is var web ? web with
        {
            Tags = web.Tags.Add("tier", "edge"),
            Rules = [.. web.Rules.Select(rule => rule with { Description = "so \"it\" is", Tags = rule.Tags.Add("Name", "ü") })],
        } : null!;
        harness.Ec2.Put(group);
        await harness.HandleAsync(Authorized(group, [.. group.Rules.Select(rule => rule.SecurityGroupRuleId!)]));
        var incident = Assert.Single(harness.Incidents);
        Assert.NotEmpty(incident.Calls);

        var read = IncidentReader.Read(Encoding.UTF8.GetBytes(IncidentJson.Write(incident)));

        Assert.Equal(IncidentJson.Write(incident), IncidentJson.Write(read));
        Assert.Equal(IncidentNotification.For(incident).Text, IncidentNotification.For(read).Text);
        Assert.Equal(IncidentKey.Of(incident), IncidentKey.Of(read));
    }

    [Fact]
    public void What_a_change_waits_for_is_read_back_and_it_has_a_key_of_its_own_for_each_day()
    {
        var waiting = SampleIncident.Of(IncidentOutcome.Intended) with { Waits = ChangeBudget.Other };

        var read = IncidentReader.Read(Encoding.UTF8.GetBytes(IncidentJson.Write(waiting)));

        Assert.Equal(ChangeBudget.Other, read.Waits);
        Assert.Equal(IncidentKey.Of(waiting), IncidentKey.Of(read));
        Assert.Equal(IncidentKey.Of(waiting), IncidentKey.Of(read with { StartedAt = read.StartedAt.UtcDateTime.Date.AddHours(1) }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"id":"inc-1","outcome":"eaten","group":{"id":"sg-1"},"policy":{"mode":"enforce"}}""")]
    [InlineData("""{"id":null,"outcome":"failed","group":{"id":"sg-1"},"policy":{"mode":"enforce"}}""")]
    [InlineData("""{"id":"inc-1","outcome":"failed","group":{"id":"sg-1"},"policy":{"mode":"enforce"},"before":[{"rule":null}]}""")]
    public void What_is_no_incident_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => IncidentReader.Read(Encoding.UTF8.GetBytes(json)));
}
