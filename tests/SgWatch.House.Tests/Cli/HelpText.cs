using System.Collections.Immutable;
using System.CommandLine;
using System.Text.RegularExpressions;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Cli;

/// <summary>The help of every command, as <c>--help</c> prints it.</summary>
internal static partial class HelpText
{
    private static readonly Lazy<ImmutableArray<TextBlock>> Known = new(() => [.. Commands.All.SelectMany(Read)]);

    /// <summary>Each text of a help: the description's paragraphs, and what is said of each argument, option and command.</summary>
    public static ImmutableArray<TextBlock> All => Known.Value;

    /// <summary>What is typed to get the help, such as <c>sgwatch policy lint --help</c>.</summary>
    public static string NameOf(Command command) => string.Join(' ', ["sgwatch", .. Commands.PathOf(command), "--help"]);

    /// <summary>What <c>sgwatch COMMAND --help</c> prints.</summary>
    public static string Of(Command command)
    {
        using var output = new StringWriter();
        Commands.Root.Parse([.. Commands.PathOf(command), "--help"]).Invoke(new() { Output = output, Error = output });
        return output.ToString();
    }

    private static IEnumerable<TextBlock> Read(Command command)
    {
        var name = NameOf(command);
        var text = "";
        var start = 0;
        var section = "";
        foreach (var (index, line) in Of(command).Split('\n').Append("").Index())
        {
            var isEnd = line.Trim().Length == 0 || Section().IsMatch(line) || Columns().IsMatch(line);
            if (isEnd && text.Length > 0)
            {
                yield return new(name, start, text);
                text = "";
            }
            if (Section().Match(line) is { Success: true } heading)
            {
                section = heading.Groups[1].Value;
            }
            else if (section is not ("Usage" or "Examples") && line.Trim() is { Length: > 0 } piece)
            {
                start = text.Length == 0 ? index + 1 : start;
                text += $" {Columns().Replace(line, "").Trim()}";
            }
        }
    }

    [GeneratedRegex("^([A-Z][a-z]+):$")]
    private static partial Regex Section();

    // the name of an option or command, and two spaces at least before what is said of it
    [GeneratedRegex(@"^ {2,}\S.*?\S {2,}(?=\S)")]
    private static partial Regex Columns();
}
