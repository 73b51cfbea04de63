using System.Globalization;
using SgWatch.Addresses;
using SgWatch.Text;

namespace SgWatch.Policies.Reading;

/// <summary>Reads the policy's <c>networks</c> or <c>services</c>: names for sets, which may use each other, but not in a circle.</summary>
/// <typeparam name="TSet">What a name means. Its <c>default</c> is the empty set.</typeparam>
/// <param name="what">What is named, such as <c>network</c>.</param>
/// <param name="isReserved">Whether a name already has a meaning of its own.</param>
/// <param name="readItem">Reads an item that isn't one of the names, which are the second argument. Null for a mistake, which it
/// adds.</param>
/// <param name="union">The union of two sets.</param>
/// <param name="problems">Takes the mistakes.</param>
internal sealed class NamedSetReader<TSet>(
    string what,
    Func<string, bool> isReserved,
    Func<PolicyNode, IEnumerable<string>, TSet?> readItem,
    Func<TSet, TSet, TSet> union,
    ProblemList problems)
    where TSet : struct
{
    // Each reference may copy thousands of blocks, so this bounds the time.
    private const int MaxReferences = 10_000;

    private const int MaxNamesOfCircle = 12;

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Reads the section.</summary>
    /// <param name="section">The mapping of names. Null if there is none.</param>
    public NamedSets<TSet> Read(PolicyNode? section)
    {
        if (section is not null and not PolicyNode.Map)
        {
            problems.Expected(PolicyCode.WrongKind, section, $"{what}s: a mapping of names to lists");
        }
        foreach (var (key, value) in (section as PolicyNode.Map)?.Entries ?? [])
        {
            CheckName(key);
            _entries[key.Text] = new(key, value); // even a wrong name is known, so that its uses aren't mistakes too
        }
        if (ReadItems())
        {
            Resolve();
        }
        return new(_entries.ToDictionary(entry => entry.Key, entry => entry.Value.Set, StringComparer.Ordinal));
    }

    private void CheckName(PolicyNode.Scalar key)
    {
        if (!Values.IsName(key.Text))
        {
            problems.Expected(PolicyCode.BadName, key, Values.NameForm);
        }
        else if (isReserved(key.Text))
        {
            problems.Add(PolicyCode.ReservedName, key, $"'{key.Text}' has a meaning of its own; expected another name for this {what}");
        }
    }

    // false if there are too many references
    private bool ReadItems()
    {
        var references = 0;
        foreach (var entry in _entries.Values)
        {
            var own = new List<TSet>();
            foreach (var item in Values.Items(entry.Value, $"a {what}", problems))
            {
                if (item is PolicyNode.Scalar { Text: { } text } && _entries.TryGetValue(text, out var used))
                {
                    if (++references > MaxReferences)
                    {
                        problems.Add(PolicyCode.TooMany, item, string.Create(CultureInfo.InvariantCulture,
                            $"{what}s name each other more than {MaxReferences:N0} times; expected fewer"));
                        return false;
                    }
                    entry.Uses.Add((item, used));
                }
                else if (readItem(item, _entries.Keys) is { } set)
                {
                    own.Add(set);
                }
            }
            entry.Set = Pairwise.Combine(own, union);
        }
        return true;
    }

    // An entry is resolved when all that it uses are. Entries that remain are in a circle, or use one that is.
    private void Resolve()
    {
        var users = _entries.Values
            .SelectMany(user => user.Uses.Select(use => (use.Entry, User: user)))
            .ToLookup(pair => pair.Entry, pair => pair.User);
        var unresolved = _entries.Values.ToDictionary(entry => entry, entry => entry.Uses.Count);
        var ready = new Queue<Entry>(_entries.Values.Where(entry => entry.Uses.Count == 0));
        while (ready.TryDequeue(out var entry))
        {
            unresolved.Remove(entry);
            foreach (var user in users[entry])
            {
                user.Set = union(user.Set, entry.Set);
                if (--unresolved[user] == 0)
                {
                    ready.Enqueue(user);
                }
            }
        }
        var visited = new HashSet<Entry>();
        foreach (var start in _entries.Values.Where(unresolved.ContainsKey))
        {
            ReportCircle(start, unresolved, visited);
        }
    }

    // follows unresolved entries from the start until one comes again, or one from which a circle was reported before
    private void ReportCircle(Entry start, Dictionary<Entry, int> unresolved, HashSet<Entry> visited)
    {
        var path = new List<Entry>();
        var indexes = new Dictionary<Entry, int>();
        for (var entry = start; visited.Add(entry) || indexes.ContainsKey(entry); entry = NextOf(entry))
        {
            if (indexes.TryGetValue(entry, out var first))
            {
                var circle = path[first..];
                var names = circle.Append(entry).Take(MaxNamesOfCircle).Select(e => SafeText.Excerpt(e.Key.Text));
                problems.Add(PolicyCode.Circle, circle[^1].Uses.Find(use => use.Entry == entry).Node,
                    $"{what}s name each other in a circle: {string.Join(" → ", names)}{(circle.Count >= MaxNamesOfCircle ? " → …" : "")}");
                return;
            }
            indexes.Add(entry, path.Count);
            path.Add(entry);
        }

        Entry NextOf(Entry entry) => entry.Uses.Find(use => unresolved.ContainsKey(use.Entry)).Entry;
    }

    private sealed class Entry(PolicyNode.Scalar key, PolicyNode value)
    {
        public PolicyNode.Scalar Key => key;

        public PolicyNode Value => value;

        /// <summary>The names that it uses, each with the place of its use.</summary>
        public List<(PolicyNode Node, Entry Entry)> Uses { get; } = [];

        public TSet Set { get; set; }
    }
}
