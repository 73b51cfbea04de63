using SgWatch.Guard.Ports;
using SgWatch.Policies;

namespace SgWatch.Guard.PolicySources;

/// <summary>One policy that stays in force.</summary>
public sealed class FixedPolicy(Policy policy) : IPolicySource
{
    public ValueTask<PolicyInForce> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new PolicyInForce(policy));
}
