using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;

namespace SgWatch.Lambda.Logs;

/// <summary>Stands in where no topic is configured: the message goes to the log, and nowhere else.</summary>
internal sealed class LogNotifier(LogWriter log, Func<string?> requestId) : INotifier
{
    public Task<CallResult<Done>> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        log.Warn(requestId(), "notification, for SGWATCH_TOPIC_ARN is not set", json =>
        {
            json.WriteString("subject", notification.Subject);
            json.WriteString("text", notification.Text);
        });
        return Task.FromResult<CallResult<Done>>(default(Done));
    }
}
