using System.Globalization;
using CsCheck;

namespace SgWatch.Tests;

/// <summary>
/// How laws are tried: 100,000 cases each, times SGWATCH_TEST_SCALE where that is set: 100 for <c>./soak</c>, 0.005 for <c>./mutate</c>.
/// </summary>
internal static class Laws
{
    /// <summary>The cases of one law.</summary>
    public static long Cases { get; } = Scaled(100_000);

    /// <summary>
    /// How far apart the cases are of a test that tries all of them: 1, or, at a scale below 1, an odd number of about as much less.
    /// </summary>
    public static uint Stride { get; } = (uint)(1 / Math.Min(Scale(), 1)) | 1;

    /// <summary>A number of cases for a law whose cases take long: as many more or fewer as the scale says, and at least one.</summary>
    /// <param name="cases">How many at the scale of 1.</param>
    public static long Scaled(int cases) => Math.Max(1, (long)(cases * Scale()));

    /// <summary>Tries a law on <see cref="Cases"/> cases; a case that breaks it is shrunk and printed with its seed.</summary>
    public static void Holds<T>(this Gen<T> gen, Func<T, bool> law) => gen.Sample(law, iter: Cases);

    /// <summary>Tries a law whose cases take long on a number of them, times the scale.</summary>
    public static void Holds<T>(this Gen<T> gen, Func<T, bool> law, int cases) => gen.Sample(law, iter: Scaled(cases));

    /// <summary>Tries a law that throws in a case that breaks it.</summary>
    public static void Holds<T>(this Gen<T> gen, Action<T> law, int cases) => gen.Sample(law, iter: Scaled(cases));

    /// <summary>Tries a law that runs asynchronously and throws in a case that breaks it.</summary>
    public static Task HoldsAsync<T>(this Gen<T> gen, Func<T, Task> law, int cases) => gen.SampleAsync(law, iter: Scaled(cases));

    private static decimal Scale() => Environment.GetEnvironmentVariable("SGWATCH_TEST_SCALE") is { Length: > 0 } scale
        ? decimal.Parse(scale, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
        : 1;
}
