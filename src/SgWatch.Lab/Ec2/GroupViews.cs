using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Lab.Ec2;

/// <summary>A region's groups as reading calls see them, which may be older than the groups are.</summary>
/// <param name="current">The groups as they are, with their tags and those of their rules.</param>
/// <param name="settings">How late a change is seen.</param>
/// <param name="time">The clock.</param>
internal sealed class GroupViews(Func<IEnumerable<SecurityGroup>> current, Ec2Settings settings, TimeProvider time)
{
    private readonly GroupHistory _history = new();
    private readonly Dictionary<string, DateTimeOffset> _made = new(StringComparer.Ordinal);

    /// <summary>A group as a call that names it sees it. Null if it isn't there, or not visible yet.</summary>
    /// <param name="groupId">The group.</param>
    /// <param name="find">Finds the group as it is.</param>
    public SecurityGroup? ById(string groupId, Func<SecurityGroup?> find)
    {
        var group = Past(settings.ReadDelay) is { } past ? past.GetValueOrDefault(groupId) : find();
        return group is null ? null : Visible([group]).FirstOrDefault();
    }

    /// <summary>The groups as a call that names some of them sees them.</summary>
    public IEnumerable<SecurityGroup> ById() => Visible(Past(settings.ReadDelay)?.Values ?? current());

    /// <summary>The groups as a call that lists them sees them.</summary>
    public IEnumerable<SecurityGroup> Listed() => Visible(Past(settings.ListDelay)?.Values ?? current());

    /// <summary>Runs what may change the groups, and keeps what they were for calls that don't see the change yet.</summary>
    public T Change<T>(Func<T> change)
    {
        var longestDelay = settings.ReadDelay > settings.ListDelay ? settings.ReadDelay : settings.ListDelay;
        var before = settings.AppearDelay > TimeSpan.Zero ? Ids() : null;
        if (longestDelay == TimeSpan.Zero)
        {
            _history.Clear(); // what it holds isn't the state before the next change
        }
        else if (_history.IsEmpty)
        {
            _history.Add(current(), DateTimeOffset.MinValue, longestDelay);
        }
        var answer = change();
        if (longestDelay > TimeSpan.Zero)
        {
            _history.Add(current(), time.GetUtcNow(), longestDelay);
        }
        if (before is not null)
        {
            NoteNew(before);
        }
        return answer;
    }

    private void NoteNew(HashSet<string> before)
    {
        var now = time.GetUtcNow();
        foreach (var (id, _) in _made.Where(made => now - made.Value >= settings.AppearDelay).ToList())
        {
            _made.Remove(id);
        }
        foreach (var id in Ids().Where(id => !before.Contains(id)))
        {
            _made[id] = now;
        }
    }

    private HashSet<string> Ids() => [.. current().SelectMany(
        static group => group.Rules.Select(static rule => rule.SecurityGroupRuleId!).Prepend(group.GroupId))];

    private IEnumerable<SecurityGroup> Visible(IEnumerable<SecurityGroup> groups)
    {
        if (settings.AppearDelay == TimeSpan.Zero || _made.Count == 0)
        {
            return groups;
        }
        var now = time.GetUtcNow();
        return groups.Where(group => IsVisible(group.GroupId)).Select(group => group with
        {
            Rules = group.Rules.RemoveAll(rule => !IsVisible(rule.SecurityGroupRuleId!)),
        });

        bool IsVisible(string id) => !_made.TryGetValue(id, out var made) || now - made >= settings.AppearDelay;
    }

    private ImmutableSortedDictionary<string, SecurityGroup>? Past(TimeSpan delay) =>
        delay == TimeSpan.Zero ? null : _history.At(time.GetUtcNow() - delay);
}
