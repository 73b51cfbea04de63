using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Lab.Ec2;

/// <summary>A region's groups as they were after each of the latest changes, for calls that don't see the newest ones yet.</summary>
internal sealed class GroupHistory
{
    private readonly List<(DateTimeOffset Since, ImmutableSortedDictionary<string, SecurityGroup> Groups)> _states = [];

    public bool IsEmpty => _states.Count == 0;

    public void Clear() => _states.Clear();

    /// <summary>Keeps the groups as they are from a moment on.</summary>
    /// <param name="groups">All of the region's groups.</param>
    /// <param name="since">The moment; never before one given earlier.</param>
    /// <param name="longestDelay">What was replaced longer ago than this is forgotten: nobody asks for it any more.</param>
    public void Add(IEnumerable<SecurityGroup> groups, DateTimeOffset since, TimeSpan longestDelay)
    {
        _states.Add((since, groups.ToImmutableSortedDictionary(
            static group => group.GroupId, static group => group, StringComparer.Ordinal)));
        var oldest = _states.FindLastIndex(state => since - state.Since >= longestDelay);
        _states.RemoveRange(0, Math.Max(oldest, 0));
    }

    /// <summary>The groups as they were at a moment. Null if nothing was kept.</summary>
    public ImmutableSortedDictionary<string, SecurityGroup>? At(DateTimeOffset moment) =>
        IsEmpty ? null : _states[Math.Max(_states.FindLastIndex(state => state.Since <= moment), 0)].Groups;
}
