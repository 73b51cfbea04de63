namespace SgWatch.Guard.Ports;

/// <summary>Gives the policy that is in force now.</summary>
public interface IPolicySource
{
    /// <summary>Never fails: where the policy can't be had as it should be, what holds instead is in force, and why.</summary>
    ValueTask<PolicyInForce> GetAsync(CancellationToken cancellationToken);
}
