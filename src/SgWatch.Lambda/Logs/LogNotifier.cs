using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Text;

namespace SgWatch.Lambda.Logs;

/// <summary>
/// Takes the place of a topic where none is configured: the notification goes to the log, at every level, and nowhere else.
/// </summary>
internal sealed class LogNotifier(LogWriter log) : INotifier
{
    private const int MaxTextCharacters = 100_000; // the text is ASCII; an event of CloudWatch Logs has at most 256 KB

    public Task<CallResult<Done>> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        const string Message = "notification; SGWATCH_TOPIC_ARN is not set, so it goes nowhere else";
        log.WriteAlways(LogLevel.Warn, notification.RequestId, Message, json =>
        {
            json.WriteString("subject", notification.Subject);
            json.WriteString("text", SafeText.Cut(notification.Text, MaxTextCharacters));
            if (notification.Text.Length > MaxTextCharacters)
            {
                json.WriteNumber("textCharacters", notification.Text.Length);
            }
        });
        return Task.FromResult<CallResult<Done>>(default(Done));
    }
}
