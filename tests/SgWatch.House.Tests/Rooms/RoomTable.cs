using System.Collections.Immutable;
using System.Text.RegularExpressions;
using SgWatch.House.Tests.Docs;

namespace SgWatch.House.Tests.Rooms;

/// <summary>
/// The section "Rooms" of <c>docs/architecture.md</c>: which rooms there are, which folders are in them, and what each may use.
/// </summary>
/// <remarks>
/// The format, below the heading <c>## Rooms</c>:
/// <list type="bullet">
/// <item>One table, or several, with the columns <c>room</c>, <c>what it is</c> and <c>may use</c>. A row is a project or
/// a folder of the repository, called by its path: <c>`src/SgWatch.Aws`</c>. <c>may use</c> lists every project that the
/// project refers to, and for a project in <c>src</c> the packages too. A package's name stands for all that begin with it:
/// <c>`AWSSDK`</c> for AWSSDK.EC2. Each name stands between backquotes; other words in the cell are for the reader.</item>
/// <item>For each project with rooms a heading that ends in the project's path, such as <c>### Inside `src/SgWatch.Aws`</c>, and a
/// table with the columns <c>room</c> and <c>what it is</c>. A row is a folder of the project: <c>`Ec2`</c>. <c>`./`</c> is
/// the files at the project's top. The order is the rule: a room may use the rooms above it. Sub-folders belong to their room.</item>
/// <item>For each project whose rooms have folders a heading that ends in the project's path too, such as
/// <c>### Folders in the rooms of `src/SgWatch`</c>, and a table with the columns <c>folder</c>, <c>what it is</c> and
/// <c>also uses</c>. A row is a folder of a room: <c>`Guard/Ports`</c>. It may use the folders of its room above it, and those
/// that <c>also uses</c> lists.</item>
/// </list>
/// A test project needs no table of its own: its folders are called as the rooms that they test. Where it has one, it holds.
/// </remarks>
internal sealed partial record RoomTable(ImmutableArray<RoomRow> Rows, ImmutableArray<RoomRow> Folders)
{
    public const string Path = "docs/architecture.md";
    public const string Top = "./";

    private static readonly Lazy<RoomTable> Known = new(() => Read(MarkdownFile.All.Single(doc => doc.File.Path == Path)));

    public static RoomTable Current => Known.Value;

    /// <summary>The rows that are projects or folders of the repository.</summary>
    public IEnumerable<RoomRow> Projects => Rows.Where(row => row.Project is null);

    /// <summary>The rooms of a project, lower first; empty if it has no table.</summary>
    public ImmutableArray<RoomRow> RoomsOf(string project) => [.. Rows.Where(row => row.Project == project)];

    public static RoomTable Read(MarkdownFile doc)
    {
        var headings = doc.Headings.ToList();
        var start = headings.FindIndex(heading => heading is { Level: 2, Text: "Rooms" });
        Assert.True(start >= 0, $"{doc.File.Path} has no section '## Rooms'.");
        var first = headings[start].Line;
        var last = headings.Skip(start + 1).FirstOrDefault(heading => heading.Level <= 2)?.Line ?? int.MaxValue;
        return new([.. RowsOf("room", "may use")], [.. RowsOf("folder", "also uses")]);

        IEnumerable<RoomRow> RowsOf(string name, string uses) => doc.Rows
            .Where(row => row.Line > first && row.Line < last && row.Header.FirstOrDefault() == name)
            .Select(row => new RoomRow(
                row.Line,
                InQuotes().Match(row.Section) is { Success: true } project ? project.Groups[1].Value : null,
                InQuotes().Match(row[name]).Groups[1].Value,
                row["what it is"],
                [.. InQuotes().Matches(row[uses]).Select(match => match.Groups[1].Value)]));
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex InQuotes();
}
