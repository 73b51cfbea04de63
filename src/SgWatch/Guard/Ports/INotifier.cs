using SgWatch.Calls;
using SgWatch.Incidents;

namespace SgWatch.Guard.Ports;

/// <summary>Tells people. One call without retries: the guard retries.</summary>
public interface INotifier
{
    Task<CallResult<Done>> SendAsync(Notification notification, CancellationToken cancellationToken);
}
