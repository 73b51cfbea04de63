using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SgWatch.Aws.EventBridge;
using SgWatch.Calls;
using SgWatch.Incidents;
using SgWatch.Tests.Incidents;

namespace SgWatch.Aws.Tests.EventBridge;

public sealed class EventBridgeNotifierTests
{
    private const string Bus = "arn:aws:events:us-west-2:111122223333:event-bus/security";
    private const string Put = """{"FailedEntryCount":0,"Entries":[{"EventId":"e"}]}""";

    [Fact]
    public async Task An_incident_is_put_onto_the_bus_in_the_region_of_the_bus()
    {
        var aws = FakeAws.Answering(_ => Put);
        var incident = SampleIncident.Of(IncidentOutcome.Reverted);

        var notification = IncidentNotification.For(incident);

        Assert.IsType<CallResult<Done>.Ok>(await SendAsync(aws, notification, Bus));

        var request = Assert.Single(aws.Requests);
        Assert.Equal("https://events.us-west-2.amazonaws.com/", request.RequestUri!.ToString());
        Assert.Equal("AWSEvents.PutEvents", Assert.Single(request.Headers.GetValues("X-Amz-Target")));
        var authorization = Assert.Single(request.Headers.GetValues("Authorization"));
        Assert.Contains("/us-west-2/events/aws4_request", authorization, StringComparison.Ordinal);
        var entry = Assert.Single(Entries(aws));
        Assert.Equal(
            (Bus, "sgwatch", "sgwatch.incident", notification.Json),
            (Text(entry, "EventBusName"), Text(entry, "Source"), Text(entry, "DetailType"), Text(entry, "Detail")));
        Assert.Equal(
            "arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0123456789abcdef0", entry.GetProperty("Resources")[0].GetString());
    }

    [Fact]
    public async Task Each_finding_is_sent_as_OCSF_too_if_it_is_asked_for_ten_to_a_call()
    {
        var aws = FakeAws.Answering(_ => Put);
        var incident = SampleIncident.Of(IncidentOutcome.Reverted);
        var first = incident.Findings[0];
        var findings = Enumerable.Range(0, 25).Select(i => first with { Guardrail = first.Guardrail with { Name = $"guardrail-{i}" } });

        await SendAsync(aws, IncidentNotification.For(incident with { Findings = [.. findings] }), "default", hasFindings: true);

        Assert.Equal([10, 10, 6], aws.Calls.Select(call => Parse(call).GetArrayLength()));
        var entries = Entries(aws);
        Assert.Equal("sgwatch.incident", Text(entries[0], "DetailType"));
        Assert.All(entries[1..], entry => Assert.Equal("sgwatch.detection-finding", Text(entry, "DetailType")));
        using var last = JsonDocument.Parse(Text(entries[^1], "Detail"));
        Assert.Equal("inc-0123456789abcdef/guardrail-24", last.RootElement.GetProperty("finding_info").GetProperty("uid").GetString());
    }

    [Fact]
    public async Task A_notification_without_an_incident_has_its_own_type()
    {
        var aws = FakeAws.Answering(_ => Put);
        await SendAsync(aws, LimitNotification.For("111122223333", "eu-west-1", 200), "default", hasFindings: true);
        Assert.Equal("sgwatch.limit", Text(Assert.Single(Entries(aws)), "DetailType"));
    }

    [Fact]
    public async Task A_too_long_detail_is_replaced_by_a_short_one_that_names_the_incident()
    {
        var aws = FakeAws.Answering(_ => Put);
        var incident = SampleIncident.Of(IncidentOutcome.Reverted);
        var rules = Enumerable.Range(0, 1000).Select(_ => incident.Before.Rules[0] with { Description = new('x', 255) });
        await SendAsync(aws, IncidentNotification.For(incident with { Before = incident.Before with { Rules = [.. rules] } }), "default");

        Assert.True(Encoding.UTF8.GetByteCount(Assert.Single(aws.Calls)["Body"]) < 256 * 1024);
        using var detail = JsonDocument.Parse(Text(Assert.Single(Entries(aws)), "Detail"));
        Assert.True(detail.RootElement.GetProperty("truncated").GetBoolean());
        Assert.Equal(incident.Id, detail.RootElement.GetProperty("incident").GetString());
    }

    [Theory]
    [InlineData("InternalFailure", CallFailureKind.Transient)]
    [InlineData("AccessDeniedException", CallFailureKind.Refused)]
    [InlineData("MalformedDetail", CallFailureKind.Rejected)]
    public async Task A_refused_entry_is_a_failure_though_the_call_succeeds(string code, CallFailureKind kind)
    {
        var aws = FakeAws.Answering(_ => $$"""{"FailedEntryCount":1,"Entries":[{"ErrorCode":"{{code}}","ErrorMessage":"why"}]}""");
        var result = await SendAsync(aws, IncidentNotification.For(SampleIncident.Of(IncidentOutcome.Reverted)), "default");
        Assert.Equal(new CallFailure(kind, "PutEvents", code, "why"), Assert.IsType<CallResult<Done>.Failed>(result).Failure);
    }

    [Theory]
    [InlineData("default", null)]
    [InlineData("my.bus/of_mine-1", null)]
    [InlineData("arn:aws-cn:events:cn-north-1:111122223333:event-bus/b", "cn-north-1")]
    public void A_bus_is_a_name_or_an_ARN(string text, string? region)
    {
        Assert.True(EventBus.TryParse(text, out var bus));
        Assert.Equal((text, region), (bus.Text, bus.Region));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a bus")]
    [InlineData("arn:aws:sns:eu-west-1:111122223333:sgwatch")]
    [InlineData("arn:aws:events:evil.example/:111122223333:event-bus/b")]
    [InlineData("arn:aws:events:eu-west-1:111122223333:rule/b")]
    [InlineData("arn:aws:events:eu-west-1:1111222233x3:event-bus/b")]
    public void Anything_else_is_no_bus(string text) => Assert.False(EventBus.TryParse(text, out _));

    private static Task<CallResult<Done>> SendAsync(FakeAws aws, Notification notification, string bus, bool hasFindings = false)
    {
        Assert.True(EventBus.TryParse(bus, out var parsed));
        var time = new FakeTimeProvider(SampleIncident.Noon);
        return new EventBridgeNotifier(aws.Connect(), parsed, hasFindings, time).SendAsync(notification, CancellationToken.None);
    }

    private static List<JsonElement> Entries(FakeAws aws) => [.. aws.Calls.SelectMany(call => Parse(call).EnumerateArray())];

    private static JsonElement Parse(IReadOnlyDictionary<string, string> call) =>
        JsonDocument.Parse(call["Body"]).RootElement.GetProperty("Entries");

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString()!;
}
