using System.Collections.Concurrent;

namespace SgWatch.Guard;

/// <summary>The groups that an invocation takes care of already, so that two listings don't reconcile one group twice.</summary>
internal sealed class ClaimedGroups
{
    private readonly ConcurrentDictionary<string, bool> _groupIds = new(StringComparer.Ordinal);

    /// <summary>Claims a group.</summary>
    /// <returns>False if it was claimed before.</returns>
    public bool TryClaim(string groupId) => _groupIds.TryAdd(groupId, true);
}
