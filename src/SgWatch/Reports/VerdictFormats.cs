using System.Collections.Immutable;

namespace SgWatch.Reports;

/// <summary>The formats of verdicts, by the names that commands take.</summary>
public static class VerdictFormats
{
    private static readonly ImmutableArray<(string Name, Func<TextWriter, IVerdictWriter> Open)> All =
    [
        ("jsonl", output => new VerdictLines(output)),
        ("table", output => new VerdictTable(output)),
    ];

    /// <summary>The names, the default first.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(format => format.Name)];

    /// <summary>Opens a writer.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="output">Where it writes. The caller closes it.</param>
    /// <exception cref="InvalidOperationException">There is no such format.</exception>
    public static IVerdictWriter Open(string name, TextWriter output) => All.Single(format => format.Name == name).Open(output);
}
