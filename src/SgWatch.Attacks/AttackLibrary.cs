using System.Collections.Immutable;
using System.Text;

namespace SgWatch.Attacks;

/// <summary>The attacks of the folder <c>attacks/</c>, which are embedded in this assembly.</summary>
public static class AttackLibrary
{
    private const string Prefix = "attacks/";

    /// <summary>All of them, by number.</summary>
    public static ImmutableArray<Attack> All { get; } =
    [
        .. typeof(AttackLibrary).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => AttackReader.Read(name, Text(name)))
            .OrderBy(attack => attack.Number),
    ];

    private static string Text(string name)
    {
        using var reader = new StreamReader(typeof(AttackLibrary).Assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
