using SgWatch.Policies;

namespace SgWatch.Guard;

/// <summary>Gives the policy that is in force now.</summary>
public interface IPolicySource
{
    ValueTask<Policy> GetAsync(CancellationToken cancellationToken);
}
