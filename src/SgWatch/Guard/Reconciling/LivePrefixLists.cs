using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Guard.Ports;
using SgWatch.Rules;

namespace SgWatch.Guard.Reconciling;

/// <summary>Reads prefix lists as they are now, for a command that judges one live group. Nothing is tried again.</summary>
public static class LivePrefixLists
{
    /// <summary>The entries of the lists that can be read. A list that can't be read becomes a finding, which revokes nothing.</summary>
    /// <param name="groups">Reads the lists.</param>
    /// <param name="ids">The ids of the lists.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<PrefixLists> ReadAsync(ISecurityGroups groups, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var entries = ImmutableDictionary.CreateBuilder<string, AddressSet>();
        foreach (var id in ids)
        {
            if ((await groups.ReadPrefixListAsync(id, cancellationToken)).TryGet(out var addresses, out _))
            {
                entries[id] = addresses;
            }
        }
        return new(entries.ToImmutable());
    }
}
