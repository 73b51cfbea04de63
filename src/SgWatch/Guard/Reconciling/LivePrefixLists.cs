using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Rules;

namespace SgWatch.Guard.Reconciling;

/// <summary>Reads prefix lists as they are now, for a command that judges one live group. Nothing is tried again.</summary>
public static class LivePrefixLists
{
    /// <summary>The entries of the lists that can be read, and the ids of those that aren't there. A list that is there and can't be read
    /// becomes a finding, which revokes nothing.</summary>
    /// <param name="groups">Reads the lists.</param>
    /// <param name="ids">The ids of the lists.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<PrefixLists> ReadAsync(ISecurityGroups groups, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var entries = ImmutableDictionary.CreateBuilder<string, AddressSet>();
        var notFound = ImmutableHashSet.CreateBuilder<string>();
        var ofAws = ImmutableHashSet<string>.Empty;
        foreach (var id in ids)
        {
            if ((await groups.ReadPrefixListAsync(id, cancellationToken)).TryGet(out var list, out var failure))
            {
                entries[id] = list.Addresses;
                ofAws = list.IsOfAws ? ofAws.Add(id) : ofAws;
            }
            else if (failure.Kind == CallFailureKind.NotFound)
            {
                notFound.Add(id);
            }
        }
        return new(entries.ToImmutable()) { NotFound = notFound.ToImmutable(), OfAws = ofAws };
    }
}
