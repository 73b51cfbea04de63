using SgWatch.Guard.Ports;
using SgWatch.Policies;

namespace SgWatch.Guard.PolicySources;

/// <summary>One policy that stays in force.</summary>
/// <param name="policy">The policy.</param>
public sealed class FixedPolicy(Policy policy) : IPolicySource
{
    /// <inheritdoc/>
    public ValueTask<PolicyInForce> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new PolicyInForce(policy));
}
