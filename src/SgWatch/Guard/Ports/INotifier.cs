using SgWatch.Calls;
using SgWatch.Incidents;

namespace SgWatch.Guard.Ports;

/// <summary>Notifies people or an integration. Every method is one logical call without retries: the guard retries.</summary>
public interface INotifier
{
    /// <summary>Sends one notification. It may arrive twice: the guard sends again when the answer was lost.</summary>
    /// <param name="notification">The notification.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<Done>> SendAsync(Notification notification, CancellationToken cancellationToken);
}
