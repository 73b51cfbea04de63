using System.Collections.Concurrent;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Limiting;

/// <summary>Quotas as they were read. Each is read once in the life of the process.</summary>
/// <remarks>What can't be read is EC2's default, and the next one who needs it asks again.</remarks>
/// <param name="quotas">The quotas.</param>
internal sealed class KnownQuotas(IRuleQuotas quotas)
{
    private readonly ConcurrentDictionary<AccountRegion, GroupQuota> _known = [];

    /// <summary>How many rules a group may have.</summary>
    public async Task<GroupQuota> OfGroupAsync(AccountRegion accountRegion, Retry retry, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(accountRegion, out var known))
        {
            return known;
        }
        var read = await retry.Briefly().RunAsync(token => quotas.RulesPerGroupAsync(accountRegion, token), cancellationToken);
        return read.TryGet(out var count, out _) ? _known.GetOrAdd(accountRegion, new GroupQuota(count)) : GroupQuota.Assumed;
    }
}
