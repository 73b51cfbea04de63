using SgWatch.Text;

namespace SgWatch.Policies.Reading;

/// <summary>The values of a mapping by their keys.</summary>
internal sealed class Fields
{
    private readonly PolicyNode.Map _map;
    private readonly ProblemList _problems;

    private Fields(PolicyNode.Map map, ProblemList problems)
    {
        _map = map;
        _problems = problems;
    }

    public PolicyNode Node => _map;

    /// <summary>The value of a key. Null if the key is missing or has no value.</summary>
    public PolicyNode? this[string key] => Find(key) is { IsNull: false } value ? value : null;

    /// <summary>The fields of a mapping. Null if the node isn't a mapping. Unknown keys and keys without a value are mistakes.</summary>
    /// <param name="node">The mapping.</param>
    /// <param name="what">What was expected, such as <c>a guardrail</c>.</param>
    /// <param name="problems">Takes the mistakes.</param>
    /// <param name="keys">The keys that are allowed.</param>
    public static Fields? Of(PolicyNode node, string what, ProblemList problems, params string[] keys)
    {
        if (node is not PolicyNode.Map map)
        {
            problems.Expected(PolicyCode.WrongKind, node, $"{what}: a mapping with the keys {string.Join(", ", keys)}");
            return null;
        }
        foreach (var (key, value) in map.Entries)
        {
            if (!keys.Contains(key.Text))
            {
                var near = problems.Suggest(key.Text, keys);
                problems.Add(PolicyCode.UnknownKey, key,
                    $"unknown key '{SafeText.Excerpt(key.Text)}'{(near.Length > 0 ? near : $"; expected {string.Join(", ", keys)}")}");
            }
            else if (value.IsNull)
            {
                problems.Add(PolicyCode.Empty, key, $"nothing follows '{key.Text}:'; write its value or leave the key out");
            }
        }
        return new(map, problems);
    }

    /// <summary>The value of a key that must be there. If it is missing, that is a mistake, and the value is null.</summary>
    /// <param name="key">The key.</param>
    /// <param name="example">An example of the key with its value.</param>
    public PolicyNode? Required(string key, string example)
    {
        if (Find(key) is null)
        {
            _problems.Add(PolicyCode.MissingKey, _map, $"the key '{key}' is missing; expected something like {example}");
        }
        return this[key];
    }

    private PolicyNode? Find(string key) => _map.Entries.Find(entry => entry.Key.Text == key).Value;
}
