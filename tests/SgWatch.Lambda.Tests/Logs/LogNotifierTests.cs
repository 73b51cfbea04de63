using SgWatch.Lambda.Logs;

namespace SgWatch.Lambda.Tests.Logs;

public class LogNotifierTests
{
    [Fact] // it takes the place of the mail that nobody gets
    public async Task A_notification_is_written_at_every_level_with_the_invocation_that_sends_it()
    {
        var log = new LogReader(LogLevel.Error);
        await new LogNotifier(log.Writer).SendAsync(
            new("sgwatch.limit", "a subject", "a text", "{}") { RequestId = "r1" }, TestContext.Current.CancellationToken);
        var line = Assert.Single(log.Lines);
        Assert.Equal(("WARN", "r1", "a subject", "a text"), (line.GetProperty("level").GetString(),
            line.GetProperty("requestId").GetString(), line.GetProperty("subject").GetString(), line.GetProperty("text").GetString()));
    }
}
