using System.Collections.Immutable;

namespace SgWatch.House.Tests.Cli;

/// <summary>A command that stands in a text, such as <c>sgwatch policy lint --policy FILE</c>.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Words">The words after <c>sgwatch</c>.</param>
/// <param name="IsWhole">
/// True for a command to be typed: it must parse. False where a command is only named, in prose or before an error: it must exist.
/// </param>
internal sealed record Mention(string Path, int Line, ImmutableArray<string> Words, bool IsWhole)
{
    public override string ToString() => $"sgwatch {string.Join(' ', Words)}";
}
