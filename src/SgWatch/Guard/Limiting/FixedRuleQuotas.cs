using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;

namespace SgWatch.Guard.Limiting;

/// <summary>The same quota in every account, as a person says. Nobody is asked.</summary>
/// <param name="rulesPerGroup">How many rules a group may have, in each direction and address family.</param>
public sealed class FixedRuleQuotas(int rulesPerGroup) : IRuleQuotas
{
    /// <inheritdoc/>
    public Task<CallResult<int>> RulesPerGroupAsync(AccountRegion accountRegion, CancellationToken cancellationToken) =>
        Task.FromResult<CallResult<int>>(rulesPerGroup);
}
