namespace SgWatch.Lambda.Tests.Logs;

public class LogWriterTests
{
    [Fact]
    public void A_line_has_time_level_request_and_message()
    {
        var log = new LogReader();
        log.Writer.Warn("r1", "look", json => json.WriteNumber("n", 1));
        Assert.Equal("{\"timestamp\":\"2026-08-22T10:00:00Z\",\"level\":\"WARN\",\"requestId\":\"r1\",\"message\":\"look\",\"n\":1}\n", log.Text);
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
