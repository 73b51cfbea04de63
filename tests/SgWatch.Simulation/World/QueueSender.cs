using SgWatch.Calls;
using SgWatch.Guard.Ports;

namespace SgWatch.Simulation.World;

/// <summary>The guard's own queue as one process reaches it.</summary>
internal sealed class QueueSender(MessageQueue queue, Wire wire) : IContinuationSender
{
    public Task<CallResult<Done>> SendAsync(IReadOnlyList<string> messages, TimeSpan delay, CancellationToken cancellationToken) =>
        wire.CallAsync("send", () =>
        {
            foreach (var message in messages)
            {
                queue.Send(message, delay);
            }
            return Task.FromResult<CallResult<Done>>(default(Done));
        }, cancellationToken);
}
