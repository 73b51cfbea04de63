using SgWatch.Lambda.Logs;
using SgWatch.Text;

namespace SgWatch.Lambda.Tests.Logs;

public class LogWriterTests
{
    [Fact]
    public void A_line_has_time_level_version_request_and_message()
    {
        var log = new LogReader();
        log.Writer.Warn("r1", "look", json => json.WriteNumber("n", 1));
        Assert.Equal(
            "{\"timestamp\":\"2026-08-22T10:00:00Z\",\"level\":\"WARN\",\"version\":\"" + ProductVersion.Text
            + "\",\"requestId\":\"r1\",\"message\":\"look\",\"n\":1}\n",
            log.Text);
    }

    [Theory]
    [InlineData(LogLevel.Debug, "DEBUG INFO WARN ERROR")]
    [InlineData(LogLevel.Info, "INFO WARN ERROR")]
    [InlineData(LogLevel.Warn, "WARN ERROR")]
    [InlineData(LogLevel.Error, "ERROR")]
    internal void A_line_below_the_level_is_not_written(LogLevel level, string written)
    {
        var log = new LogReader(level);
        foreach (var of in Enum.GetValues<LogLevel>())
        {
            log.Writer.Write(of, "r1", "look", null);
        }
        Assert.Equal(written, string.Join(' ', log.Lines.Select(line => line.GetProperty("level").GetString())));
    }

    [Fact]
    public void Metrics_and_records_are_written_at_every_level()
    {
        var log = new LogReader(LogLevel.Error);
        log.Writer.WriteLine(json => json.WriteNumber("Reverted", 1));
        log.Writer.WriteAlways(LogLevel.Info, "r1", "incident", null);
        Assert.Equal(2, log.Lines.Count);
    }

    [Fact]
    public void A_step_is_a_debug_line_and_costs_nothing_at_other_levels()
    {
        var log = new LogReader(LogLevel.Debug);
        new StepLines(log.Writer).Write("r1", "judged", json => json.WriteNumber("round", 0));
        var line = Assert.Single(log.Lines);
        Assert.Equal(("DEBUG", "r1", "judged"), (line.GetProperty("level").GetString(),
            line.GetProperty("requestId").GetString(), line.GetProperty("message").GetString()));
        Assert.Equal((true, false), (new StepLines(log.Writer).IsEnabled, new StepLines(new LogReader().Writer).IsEnabled));
    }

    [Fact]
    public void No_text_can_end_a_line_or_forge_another()
    {
        var log = new LogReader();
        const string Evil = "a\"}\n{\"level\":\"INFO\",\"message\":\"all is well\u2028\r\u001b[2J";
        log.Writer.Error("r1", Evil, "T");
        log.Writer.Info(null, "next");
        Assert.Equal(2, log.Text.Count(c => c == '\n'));
        Assert.Equal(Evil, log.Lines[0].GetProperty("message").GetString());
        Assert.DoesNotContain('\u001b', log.Text);
    }
}
