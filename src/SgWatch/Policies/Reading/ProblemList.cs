using System.Collections.Immutable;

namespace SgWatch.Policies.Reading;

/// <summary>Collects the mistakes of a file.</summary>
internal sealed class ProblemList
{
    private readonly List<PolicyProblem> _problems = [];

    public bool IsEmpty => _problems.Count == 0;

    public void Add(string code, PolicyNode node, string message)
    {
        if (_problems.Count < PolicyReader.MaxProblems) // a path is only made for a mistake that is reported
        {
            Add(code, node.Line, node.Column, node.Path, message);
        }
    }

    public void Add(string code, int line, int column, string path, string message)
    {
        if (_problems.Count < PolicyReader.MaxProblems)
        {
            _problems.Add(new(code, line, column, path, message));
        }
    }

    /// <summary>Adds "expected …, but found …".</summary>
    public void Expected(string code, PolicyNode node, string what) => Add(code, node, $"expected {what}, but found {node.Description}");

    /// <summary>The text " — did you mean 'office'?", or an empty one if no name is near.</summary>
    public string Suggest(string text, IEnumerable<string> names) =>
        _problems.Count < PolicyReader.MaxProblems && NearestName.Of(text, names) is { } name ? $" — did you mean '{name}'?" : "";

    /// <summary>The mistakes in the order of the file.</summary>
    public ImmutableArray<PolicyProblem> ToOrdered() => [.. _problems.OrderBy(p => p.Line).ThenBy(p => p.Column)];
}
