using System.Globalization;
using System.Text.RegularExpressions;
using SgWatch.House.Tests.Docs;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Files;

/// <summary>Lines that fit a screen, and a review with two versions side by side.</summary>
public partial class LineLengthTests
{
    private const int CodeColumns = 140;
    private const int DocColumns = 100;

    [Fact]
    public void A_line_of_code_has_at_most_140_columns() => Breach.AssertNone(
        from file in SourceTree.Code
        from line in file.Lines.Index()
        let columns = Columns(line.Item)
        where columns > CodeColumns
        select new Breach(file.Path, line.Index + 1, $"{columns} columns"),
        "Break the line, or give a part of it a name.");

    [Fact]
    public void A_line_of_a_doc_has_at_most_100_columns() => Breach.AssertNone(
        from doc in MarkdownFile.All
        from line in doc.Lines
        where line.Kind is MarkdownKind.Text or MarkdownKind.Heading
        let columns = Columns(WithoutLinks(line.Text))
        where columns > DocColumns
        select new Breach(doc.File.Path, line.Number, $"{columns} columns"),
        "Wrap the text at 100 columns. Tables, code blocks and the targets of links don't count.");

    [Theory]
    [InlineData("see [the policy](docs/policy.md#a-very-long-anchor) first", "see [the policy]() first")]
    [InlineData("![a picture](a.png)", "![a picture]()")]
    [InlineData("https://example.com/a/very/long/path then text", " then text")]
    public void A_links_target_takes_no_columns(string line, string counted) => Assert.Equal(counted, WithoutLinks(line));

    private static int Columns(string line) => new StringInfo(line).LengthInTextElements;

    private static string WithoutLinks(string line) => Address().Replace(Target().Replace(line, "]()"), "");

    [GeneratedRegex(@"\]\([^)]*\)")]
    private static partial Regex Target();

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Address();
}
