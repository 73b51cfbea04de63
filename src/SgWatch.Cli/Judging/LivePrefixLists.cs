using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Rules;

namespace SgWatch.Cli.Judging;

/// <summary>Reads prefix lists as they are now.</summary>
internal static class LivePrefixLists
{
    /// <summary>The entries of those that can be read; one that can't be is a finding of its own, which takes nothing away.</summary>
    public static async Task<PrefixLists> ReadAsync(ISecurityGroups groups, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var entries = ImmutableDictionary.CreateBuilder<string, AddressSet>();
        foreach (var id in ids)
        {
            if (await groups.ReadPrefixListAsync(id, cancellationToken) is CallResult<AddressSet>.Ok(var addresses))
            {
                entries[id] = addresses;
            }
        }
        return new(entries.ToImmutable());
    }
}
