using System.Collections.Immutable;
using SgWatch.Text;

namespace SgWatch.Reports;

/// <summary>The formats of reports, by the names that commands take.</summary>
public static class ReportFormats
{
    private static readonly ImmutableArray<(string Name, Action<IReport, TextWriter> Write)> All =
    [
        ("table", (report, output) => report.WriteText(output)),
        ("json", (report, output) => output.WriteLine(JsonOutput.Text(report.WriteJson))),
    ];

    /// <summary>The names, the default first.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(format => format.Name)];

    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="output">Where it is written.</param>
    /// <exception cref="InvalidOperationException">There is no such format.</exception>
    public static void Write(this IReport report, string name, TextWriter output) =>
        All.Single(format => format.Name == name).Write(report, output);
}
