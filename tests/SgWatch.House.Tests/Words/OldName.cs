using System.Text.RegularExpressions;

namespace SgWatch.House.Tests.Words;

/// <summary>A word that was replaced, and by which it was.</summary>
/// <param name="Identifier">The whole of an identifier that has the old word; null if the word was never one.</param>
/// <param name="Prose">
/// The old word in a text for people. Where it is an everyday word too, the turns in which it was ours; null if there are none.
/// </param>
/// <param name="New">What to write in its place.</param>
internal sealed record OldName(Regex? Identifier, Regex? Prose, string New)
{
    public static OldName Of(string? identifier, string? prose, string useInstead) => new(
        identifier is null ? null : new($"^_?({identifier})$", RegexOptions.CultureInvariant),
        prose is null ? null : new($@"\b({prose})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant),
        useInstead);
}
