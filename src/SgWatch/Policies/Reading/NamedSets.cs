using System.Collections.Immutable;
using System.Globalization;
using SgWatch.Addresses;

namespace SgWatch.Policies.Reading;

/// <summary>The policy's <c>networks</c> or <c>services</c>: names for sets, which may name each other, though not in a circle.</summary>
/// <typeparam name="TSet">What a name stands for; <c>default</c> is the empty set.</typeparam>
internal sealed class NamedSets<TSet>
    where TSet : struct
{
    // each may carry thousands of blocks along, so this bounds the time
    private const int MaxReferences = 10_000;

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The names.</summary>
    public IEnumerable<string> Names => _entries.Keys;

    /// <summary>Reads the section.</summary>
    /// <param name="section">The mapping of names; null for none.</param>
    /// <param name="what">Such as <c>network</c>.</param>
    /// <param name="isReserved">Whether a name means something already.</param>
    /// <param name="readItem">Reads what isn't one of the names; null, and told, where it is a mistake.</param>
    /// <param name="union">What is in either of two sets.</param>
    /// <param name="problems">Takes the mistakes.</param>
    public static NamedSets<TSet> Read(
        PolicyNode? section, string what, Func<string, bool> isReserved,
        Func<PolicyNode, NamedSets<TSet>, TSet?> readItem, Func<TSet, TSet, TSet> union, ProblemList problems)
    {
        var sets = new NamedSets<TSet>();
        if (section is not null and not PolicyNode.Map)
        {
            problems.Expected(PolicyCode.WrongKind, section, $"{what}s: a mapping of names to lists");
        }
        foreach (var (key, value) in (section as PolicyNode.Map)?.Entries ?? [])
        {
            if (!Values.IsName(key.Text))
            {
                problems.Expected(PolicyCode.BadName, key, Values.NameForm);
            }
            else if (isReserved(key.Text))
            {
                problems.Add(PolicyCode.ReservedName, key, $"'{key.Text}' has a meaning of its own; expected another name for this {what}");
            }
            // a name that is refused is known all the same, so that its uses aren't mistakes too
            sets._entries[key.Text] = new(key, value);
        }
        var references = 0;
        foreach (var entry in sets._entries.Values)
        {
            var all = new List<TSet>();
            foreach (var item in Values.Items(entry.Value, $"a {what}", problems))
            {
                if (item is PolicyNode.Scalar { Text: { } text } && sets._entries.TryGetValue(text, out var named))
                {
                    if (++references > MaxReferences)
                    {
                        problems.Add(PolicyCode.TooMany, item, string.Create(CultureInfo.InvariantCulture, $"{what}s name each other more than {MaxReferences:N0} times; expected fewer"));
                        return sets;
                    }
                    entry.Named.Add((item, named));
                }
                else if (readItem(item, sets) is { } own)
                {
                    all.Add(own);
                }
            }
            entry.Set = Pairwise.Combine(all, union);
        }
        sets.Resolve(what, union, problems);
        return sets;
    }

    public bool TryGet(string name, out TSet set)
    {
        var found = _entries.TryGetValue(name, out var entry);
        set = entry?.Set ?? default;
        return found;
    }

    public ImmutableSortedDictionary<string, TSet> ToDictionary() =>
        _entries.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value.Set, StringComparer.Ordinal);

    // from those that name no others on: what is left when there is no more of these names itself in a circle, or somebody who does
    private void Resolve(string what, Func<TSet, TSet, TSet> union, ProblemList problems)
    {
        var users = _entries.Values.SelectMany(user => user.Named.Select(named => (named.Entry, user))).ToLookup(pair => pair.Entry, pair => pair.user);
        var open = _entries.Values.ToDictionary(entry => entry, entry => entry.Named.Count);
        var ready = new Queue<Entry>(_entries.Values.Where(entry => entry.Named.Count == 0));
        while (ready.TryDequeue(out var entry))
        {
            open.Remove(entry);
            foreach (var user in users[entry])
            {
                user.Set = union(user.Set, entry.Set);
                if (--open[user] == 0)
                {
                    ready.Enqueue(user);
                }
            }
        }
        var told = new HashSet<Entry>();
        foreach (var start in _entries.Values.Where(open.ContainsKey))
        {
            Tell(start, open, told, what, problems);
        }
    }

    private static void Tell(Entry start, Dictionary<Entry, int> open, HashSet<Entry> told, string what, ProblemList problems)
    {
        var way = new List<Entry>();
        var places = new Dictionary<Entry, int>();
        for (var entry = start; told.Add(entry) || places.ContainsKey(entry); entry = entry.Named.Find(named => open.ContainsKey(named.Entry)).Entry)
        {
            if (places.TryGetValue(entry, out var first))
            {
                var circle = way[first..];
                var names = circle.Append(entry).Take(12).Select(e => Excerpt.Of(e.Key.Text));
                problems.Add(PolicyCode.Circle, circle[^1].Named.Find(named => named.Entry == entry).Node,
                    $"{what}s name each other in a circle: {string.Join(" → ", names)}{(circle.Count > 11 ? " → …" : "")}");
                return;
            }
            places.Add(entry, way.Count);
            way.Add(entry);
        }
    }

    private sealed class Entry(PolicyNode.Scalar key, PolicyNode value)
    {
        public PolicyNode.Scalar Key => key;

        public PolicyNode Value => value;

        public List<(PolicyNode Node, Entry Entry)> Named { get; } = [];

        public TSet Set { get; set; }
    }
}
