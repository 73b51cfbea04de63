namespace SgWatch.Attacks;

/// <summary>The variables of one attack, such as <c>$web</c>: ids and names of what it made, each with its region.</summary>
internal sealed class AttackVariables(string region)
{
    private readonly Dictionary<string, (string Value, string Region)> _values = new() { ["region"] = (region, region) };

    /// <summary>Sets a variable.</summary>
    public void Set(string name, string value, string inRegion) => _values[name] = (value, inRegion);

    /// <summary>A variable's value and region. Null if it isn't set.</summary>
    public (string Value, string Region)? Find(string name) => _values.TryGetValue(name, out var value) ? value : null;

    /// <summary>Replaces every variable in a text.</summary>
    /// <remarks>Longer names come first, so that <c>$web2</c> isn't read as <c>$web</c> and a 2.</remarks>
    public string Fill(string text) => _values.OrderByDescending(variable => variable.Key.Length)
        .Aggregate(text, (filled, variable) => filled.Replace($"${variable.Key}", variable.Value.Value, StringComparison.Ordinal));

    /// <summary>Replaces every variable in a parameter's value.</summary>
    public KeyValuePair<string, string> Fill(KeyValuePair<string, string> parameter) => new(parameter.Key, Fill(parameter.Value));
}
