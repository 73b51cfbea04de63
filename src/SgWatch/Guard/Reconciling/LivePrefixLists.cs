using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Rules;

namespace SgWatch.Guard.Reconciling;

/// <summary>Reads prefix lists as they are now.</summary>
public static class LivePrefixLists
{
    /// <summary>Reads lists for a command that judges one live group.</summary>
    /// <param name="groups">Reads the lists.</param>
    /// <param name="ids">The ids of the lists.</param>
    /// <param name="retry">Tries a call again.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>
    /// The entries of the lists that can be read, and the ids of those that aren't there. A failure if a list can't be read for now: then
    /// nobody knows what the group admits.
    /// </returns>
    public static async Task<CallResult<PrefixLists>> ReadAsync(
        ISecurityGroups groups, IEnumerable<string> ids, Retry retry, CancellationToken cancellationToken)
    {
        var (lists, unread) = await ReadAsync(
            ids, id => retry.RunAsync(token => groups.ReadPrefixListAsync(id, token), cancellationToken));
        return unread is { } failure ? failure : lists;
    }

    /// <summary>Reads lists, each as the caller reads one.</summary>
    /// <param name="ids">The ids of the lists.</param>
    /// <param name="read">Reads one list.</param>
    /// <returns>
    /// The lists, and why one of them couldn't be read for now; null if none may be readable later. A list that may not be read is a
    /// finding of its own. A list that isn't there permits nobody.
    /// </returns>
    internal static async Task<(PrefixLists Lists, CallFailure? Unread)> ReadAsync(
        IEnumerable<string> ids, Func<string, Task<CallResult<PrefixListEntries>>> read)
    {
        var entries = ImmutableDictionary.CreateBuilder<string, AddressSet>();
        var notFound = ImmutableHashSet.CreateBuilder<string>();
        var ofAws = ImmutableHashSet.CreateBuilder<string>();
        CallFailure? unread = null;
        foreach (var id in ids)
        {
            if ((await read(id)).TryGet(out var list, out var failure))
            {
                entries[id] = list.Addresses;
                if (list.IsOfAws)
                {
                    ofAws.Add(id);
                }
            }
            else if (failure.Kind == CallFailureKind.NotFound)
            {
                notFound.Add(id);
            }
            else if (failure.Kind == CallFailureKind.Transient)
            {
                unread = failure;
            }
        }
        return (new(entries.ToImmutable()) { NotFound = notFound.ToImmutable(), OfAws = ofAws.ToImmutable() }, unread);
    }
}
