using SgWatch.Guard.Ports;

namespace SgWatch.Simulation.World;

/// <summary>The policy as one process reads it: again after a minute.</summary>
internal sealed class ReadPolicies(SimulatedWorld world) : IPolicySource
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(1);

    private PolicyInForce? _inForce;
    private DateTimeOffset _readAt;

    public ValueTask<PolicyInForce> GetAsync(CancellationToken cancellationToken)
    {
        if (_inForce is null || (world.Now - _readAt > FreshFor && world.Plant != Plant.KeepsPolicy))
        {
            var (at, policy) = world.Policies.Current;
            (_inForce, _readAt) = (new(policy.Policy) { WrittenAt = at }, world.Now);
        }
        return ValueTask.FromResult(_inForce);
    }
}
