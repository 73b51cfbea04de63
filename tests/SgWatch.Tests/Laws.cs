using System.Globalization;
using CsCheck;

namespace SgWatch.Tests;

/// <summary>How laws are tried: 100,000 cases each, times SGWATCH_TEST_SCALE where that is set (100 for the long run).</summary>
internal static class Laws
{
    /// <summary>The cases of one law.</summary>
    public static long Cases { get; } = 100_000 * Scale();

    /// <summary>Tries a law on <see cref="Cases"/> cases; a case that breaks it is shrunk and printed with its seed.</summary>
    public static void Holds<T>(this Gen<T> gen, Func<T, bool> law) => gen.Sample(law, iter: Cases);

    private static long Scale() =>
        long.TryParse(Environment.GetEnvironmentVariable("SGWATCH_TEST_SCALE"), NumberStyles.None, CultureInfo.InvariantCulture, out var scale) ? scale : 1;
}
