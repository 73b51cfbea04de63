using System.Collections.Immutable;

namespace SgWatch.Attacks;

/// <summary>The formats of a run of the suite, by the names that the command takes.</summary>
public static class AttackFormats
{
    private static readonly ImmutableArray<(string Name, Func<TextWriter, IAttackWriter> Open)> All =
    [
        ("table", output => new AttackTable(output)),
        ("json", output => new AttackDocument(output)),
    ];

    /// <summary>The names, the default first.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(format => format.Name)];

    /// <summary>Opens a writer.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="output">Where it writes. The caller closes it.</param>
    /// <exception cref="InvalidOperationException">There is no such format.</exception>
    public static IAttackWriter Open(string name, TextWriter output) => All.Single(format => format.Name == name).Open(output);
}
