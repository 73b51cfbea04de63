using SgWatch.Calls;
using SgWatch.Changes;

namespace SgWatch.Guard.Ports;

/// <summary>The quotas of accounts, as Service Quotas knows them.</summary>
public interface IRuleQuotas
{
    /// <summary>How many rules a group may have, in each direction and address family. One logical call without retries.</summary>
    /// <param name="accountRegion">The account and region.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<int>> RulesPerGroupAsync(AccountRegion accountRegion, CancellationToken cancellationToken);
}
