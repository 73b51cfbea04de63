using System.Collections.Immutable;
using SgWatch.Policies;

namespace SgWatch.Reports;

/// <summary>The formats of one group's verdict that is explained, by the names that commands take.</summary>
public static class ExplanationFormats
{
    private static readonly ImmutableArray<(string Name, Func<Policy, RuleForecast, TextWriter, IVerdictWriter> Open)> All =
    [
        ("table", (policy, forecast, output) => new GroupExplanation(policy, output) { Forecast = forecast }),
        ("json", (_, forecast, output) => new ExplanationLine(forecast, output)),
    ];

    /// <summary>The names, the default first.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(format => format.Name)];

    /// <summary>Opens a writer.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="policy">The policy that the verdict was made with.</param>
    /// <param name="forecast">What the next inspection does.</param>
    /// <param name="output">Where it writes. The caller closes it.</param>
    /// <exception cref="InvalidOperationException">There is no such format.</exception>
    public static IVerdictWriter Open(string name, Policy policy, RuleForecast forecast, TextWriter output) =>
        All.Single(format => format.Name == name).Open(policy, forecast, output);
}
