using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Incidents;
using SgWatch.Lambda.Logs;

namespace SgWatch.Lambda.Tests.Logs;

public class MetricsTests
{
    private static readonly DateTimeOffset Opened = new(2026, 8, 22, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Counts_and_times_are_in_the_embedded_metric_format()
    {
        var incident = new Incident("inc-1", IncidentOutcome.Reverted, new("sg-1", "web"))
        {
            Origins = [new("X") { EventTime = Opened.AddSeconds(3) }, new("Y") { EventTime = Opened }],
            EndedAt = Opened.AddSeconds(7.5),
        };
        var line = Write(new GuardResponse([new("sg-1", GuardOutcome.Reverted) { Incident = incident }, new("sg-2", GuardOutcome.Failed)])
        {
            IgnoredReasons = ["a", "b", "c"],
        });

        var directive = line.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0];
        Assert.Equal("SgWatch", directive.GetProperty("Namespace").GetString());
        Assert.Equal("[[]]", directive.GetProperty("Dimensions").GetRawText());
        Assert.Equal(Opened.ToUnixTimeMilliseconds(), line.GetProperty("_aws").GetProperty("Timestamp").GetInt64());
        Assert.Equal(["Reverted Count", "Failed Count", "Ignored Count", "EventToRevertMs Milliseconds"],
            directive.GetProperty("Metrics").EnumerateArray().Select(
                m => $"{m.GetProperty("Name").GetString()} {m.GetProperty("Unit").GetString()}"));
        Assert.Equal((1, 1, 3),
            (line.GetProperty("Reverted").GetInt32(), line.GetProperty("Failed").GetInt32(), line.GetProperty("Ignored").GetInt32()));
        Assert.Equal("[7500]", line.GetProperty("EventToRevertMs").GetRawText());
    }

    [Fact] // CloudWatch refuses a metric that is declared and has no value
    public void A_metric_without_values_is_not_declared()
    {
        var line = Write(new GuardResponse([]));
        Assert.False(line.TryGetProperty("EventToRevertMs", out _));
        Assert.Equal(3, line.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0].GetProperty("Metrics").GetArrayLength());
    }

    [Fact]
    public void What_an_integration_could_not_be_sent_counts()
    {
        var line = Write(new GuardResponse([]) { IntegrationFailure = new(CallFailureKind.Refused, "PutEvents", "AccessDenied", "no") });
        Assert.Equal(1, line.GetProperty("Unsent").GetInt32());
        Assert.False(Write(new GuardResponse([])).TryGetProperty("Unsent", out _));
    }

    [Fact]
    public void A_memory_that_was_filled_again_counts()
    {
        Assert.Equal(2, Write(new GuardResponse([]) { MemoriesRestored = 2 }).GetProperty("MemoryRestored").GetInt32());
        Assert.False(Write(new GuardResponse([])).TryGetProperty("MemoryRestored", out _));
    }

    [Fact]
    public void A_sweep_that_saw_every_group_is_a_heartbeat()
    {
        var line = Write(new GuardResponse([]) { SweepsCompleted = 2 });
        Assert.Equal(2, line.GetProperty("SweepCompleted").GetInt32());
        Assert.Contains("SweepCompleted", line.GetProperty("_aws").GetRawText(), StringComparison.Ordinal);
    }

    private static System.Text.Json.JsonElement Write(GuardResponse answer)
    {
        var log = new LogReader();
        Metrics.Write(log.Writer, answer, Opened);
        return Assert.Single(log.Lines);
    }
}
