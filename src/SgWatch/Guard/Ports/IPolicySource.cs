namespace SgWatch.Guard.Ports;

/// <summary>Gives the policy that is in force now.</summary>
public interface IPolicySource
{
    /// <summary>The policy in force. Never fails: if the policy that was meant can't be used, another holds, with the reason.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<PolicyInForce> GetAsync(CancellationToken cancellationToken);
}
