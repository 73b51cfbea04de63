namespace SgWatch.House.Tests.Docs;

/// <summary>How a Markdown file is read.</summary>
public class MarkdownFileTests
{
    private static readonly MarkdownFile Doc = new(new("a.md",
        """
        # A title

        A paragraph with `code` and
        [a link](b.md#c) on two lines.

        - an item
          that goes on
        1. another

        | name | what |
        | --- | --- |
        | `x` | a \| b |

        ```sh
        # no heading
        ```

        ## Part
        ## Part
        """));

    [Fact]
    public void Paragraphs_items_headings_and_cells_are_texts() => Assert.Equal(
        [
            "1: A title", "3: A paragraph with `code` and [a link](b.md#c) on two lines.", "6: an item that goes on", "8: another",
            "10: name", "10: what", "11: ---", "11: ---", "12: `x`", "12: a | b", "18: Part", "19: Part",
        ],
        Doc.Blocks.Select(block => $"{block.Line}: {block.Text}"));

    [Fact]
    public void Rows_have_their_tables_header_and_section()
    {
        var row = Assert.Single(Doc.Rows);
        Assert.Equal((12, "A title", "`x`", "a | b", ""), (row.Line, row.Section, row["name"], row["what"], row["no column"]));
    }

    [Fact]
    public void Code_and_links_are_found_with_their_lines()
    {
        Assert.Equal(["3: code", "12: x"], Doc.CodeSpans.Select(span => $"{span.Line}: {span.Text}"));
        Assert.Equal(["4: b.md#c"], Doc.Links.Select(link => $"{link.Line}: {link.Text}"));
        Assert.Equal(["15: # no heading"], Doc.CodeLines.Select(line => $"{line.Line}: {line.Text}"));
    }

    [Fact]
    public void Headings_of_one_text_get_numbered_anchors() =>
        Assert.Equal(["a-title", "part", "part-1"], Doc.Headings.Select(heading => heading.Anchor));
}
