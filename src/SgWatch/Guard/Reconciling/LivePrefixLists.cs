using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Rules;

namespace SgWatch.Guard.Reconciling;

/// <summary>Reads prefix lists as they are now, for a command that judges one live group.</summary>
public static class LivePrefixLists
{
    /// <summary>The entries of the lists that can be read, and the ids of those that aren't there. A list that may not be read becomes a
    /// finding, which revokes nothing.</summary>
    /// <param name="groups">Reads the lists.</param>
    /// <param name="ids">The ids of the lists.</param>
    /// <param name="retry">Tries a call again.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>A failure if a list can't be read for now: then nobody knows what the group admits.</returns>
    public static async Task<CallResult<PrefixLists>> ReadAsync(
        ISecurityGroups groups, IEnumerable<string> ids, Retry retry, CancellationToken cancellationToken)
    {
        var entries = ImmutableDictionary.CreateBuilder<string, AddressSet>();
        var notFound = ImmutableHashSet.CreateBuilder<string>();
        var ofAws = ImmutableHashSet<string>.Empty;
        foreach (var id in ids)
        {
            var read = await retry.RunAsync(token => groups.ReadPrefixListAsync(id, token), cancellationToken);
            if (read.TryGet(out var list, out var failure))
            {
                entries[id] = list.Addresses;
                ofAws = list.IsOfAws ? ofAws.Add(id) : ofAws;
            }
            else if (failure.Kind == CallFailureKind.NotFound)
            {
                notFound.Add(id);
            }
            else if (failure.Kind == CallFailureKind.Transient)
            {
                return failure;
            }
        }
        return new PrefixLists(entries.ToImmutable()) { NotFound = notFound.ToImmutable(), OfAws = ofAws };
    }
}
