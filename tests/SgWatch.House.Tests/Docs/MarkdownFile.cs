using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Docs;

/// <summary>A Markdown file, read as far as the house rules need it.</summary>
internal sealed partial record MarkdownFile(SourceFile File)
{
    private static readonly Lazy<ImmutableArray<MarkdownFile>> Known =
        new(() => [.. SourceTree.Docs.Select(file => new MarkdownFile(file))]);

    private readonly Lazy<ImmutableArray<MarkdownLine>> _lines = new(() => Classify(File.Lines));

    public static ImmutableArray<MarkdownFile> All => Known.Value;

    public ImmutableArray<MarkdownLine> Lines => _lines.Value;

    public IEnumerable<Heading> Headings
    {
        get
        {
            var seen = new Dictionary<string, int>();
            foreach (var line in Lines.Where(line => line.Kind is MarkdownKind.Heading))
            {
                var text = line.Text.TrimStart('#').Trim();
                var anchor = AnchorOf(text);
                // GitHub numbers headings that would have the same anchor: name, name-1, name-2
                var count = seen[anchor] = seen.GetValueOrDefault(anchor, -1) + 1;
                var level = line.Text.TakeWhile(letter => letter == '#').Count();
                yield return new(line.Number, level, text, count == 0 ? anchor : $"{anchor}-{count}");
            }
        }
    }

    public IEnumerable<TableRow> Rows
    {
        get
        {
            var section = "";
            ImmutableArray<string> header = [];
            foreach (var line in Lines)
            {
                switch (line.Kind)
                {
                    case MarkdownKind.Heading:
                        section = line.Text.TrimStart('#').Trim();
                        break;
                    case MarkdownKind.Table when header.IsEmpty:
                        header = CellsOf(line.Text);
                        break;
                    case MarkdownKind.Table when CellsOf(line.Text) is var cells && !cells.All(cell => Ruler().IsMatch(cell)):
                        yield return new(line.Number, section, header, cells);
                        break;
                    case MarkdownKind.Table:
                        break;
                    default:
                        header = [];
                        break;
                }
            }
        }
    }

    /// <summary>Paragraphs, list items, headings and table cells, without code blocks.</summary>
    public IEnumerable<TextBlock> Blocks
    {
        get
        {
            var text = new StringBuilder();
            var start = 0;
            foreach (var line in Lines.Append(new(Lines.Length + 1, MarkdownKind.Blank, "")))
            {
                if (text.Length > 0 && (line.Kind is not MarkdownKind.Text || ItemMark().IsMatch(line.Text)))
                {
                    yield return new(File.Path, start, text.ToString());
                    text.Clear();
                }
                switch (line.Kind)
                {
                    case MarkdownKind.Text:
                        start = text.Length == 0 ? line.Number : start;
                        text.Append(text.Length == 0 ? "" : " ").Append(ItemMark().Replace(line.Text, "").Trim());
                        break;
                    case MarkdownKind.Heading:
                        yield return new(File.Path, line.Number, line.Text.TrimStart('#').Trim());
                        break;
                    case MarkdownKind.Table:
                        foreach (var cell in CellsOf(line.Text))
                        {
                            yield return new(File.Path, line.Number, cell);
                        }
                        break;
                    default:
                        break;
                }
            }
        }
    }

    /// <summary>What stands between backquotes within a line of text, with its line.</summary>
    public IEnumerable<TextBlock> CodeSpans =>
        from block in Blocks
        from Match match in CodeSpan().Matches(block.Text)
        select new TextBlock(File.Path, LineOf(block, match.Value), match.Groups["code"].Value.Trim());

    /// <summary>The lines of code blocks.</summary>
    public IEnumerable<TextBlock> CodeLines =>
        Lines.Where(line => line.Kind is MarkdownKind.Code).Select(line => new TextBlock(File.Path, line.Number, line.Text));

    /// <summary>The targets of the links and pictures, with their lines.</summary>
    public IEnumerable<TextBlock> Links =>
        from block in Blocks
        let text = CodeSpan().Replace(block.Text, "code")
        from Match match in LinkTarget().Matches(text)
        select new TextBlock(File.Path, LineOf(block, match.Groups["target"].Value), match.Groups["target"].Value);

    /// <summary>The anchor that GitHub gives a heading: lower case, a hyphen for a space, no punctuation.</summary>
    public static string AnchorOf(string heading)
    {
        var text = LinkTarget().Replace(heading, "").ToLowerInvariant();
        return NotInAnchors().Replace(text, "").Replace(' ', '-');
    }

    private int LineOf(TextBlock block, string text)
    {
        for (var number = block.Line; number <= Lines.Length && number < block.Line + 100; number++)
        {
            if (Lines[number - 1].Text.Contains(text, StringComparison.Ordinal))
            {
                return number;
            }
        }
        return block.Line;
    }

    private static ImmutableArray<string> CellsOf(string row) =>
        [.. Bar().Split(row.Trim().Trim('|')).Select(cell => cell.Replace("\\|", "|", StringComparison.Ordinal).Trim())];

    private static ImmutableArray<MarkdownLine> Classify(IReadOnlyList<string> lines)
    {
        var result = ImmutableArray.CreateBuilder<MarkdownLine>(lines.Count);
        string? fence = null;
        foreach (var text in lines)
        {
            var trimmed = text.Trim();
            var kind = fence is not null ? trimmed == fence ? MarkdownKind.Fence : MarkdownKind.Code
                : Fence().Match(trimmed) is { Success: true } ? MarkdownKind.Fence
                : trimmed.Length == 0 ? MarkdownKind.Blank
                : trimmed.StartsWith("<!--", StringComparison.Ordinal) ? MarkdownKind.Comment
                : text.StartsWith('#') ? MarkdownKind.Heading
                : trimmed.StartsWith('|') ? MarkdownKind.Table
                : MarkdownKind.Text;
            fence = kind is MarkdownKind.Fence ? fence is null ? Fence().Match(trimmed).Value : null : fence;
            result.Add(new(result.Count + 1, kind, text));
        }
        return result.MoveToImmutable();
    }

    [GeneratedRegex("^(`{3,}|~{3,})")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\s*(>\s?)*([-*+]|\d+[.)])\s+|^\s*>\s?")]
    private static partial Regex ItemMark();

    [GeneratedRegex("^:?-+:?$")]
    private static partial Regex Ruler();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();

    [GeneratedRegex("(?<mark>`+)(?<code>.+?)(?<!`)\\k<mark>(?!`)")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)(\s+""[^""]*"")?\)|^\[[^\]]+\]:\s*(?<target>\S+)")]
    private static partial Regex LinkTarget();

    [GeneratedRegex(@"[^\p{L}\p{N}\p{M} _-]")]
    private static partial Regex NotInAnchors();
}
