using System.Text.RegularExpressions;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Words;

/// <summary>Takes a text apart into sentences and counts their words.</summary>
internal static partial class Sentences
{
    /// <summary>A sentence ends with a dot, a question or an exclamation mark and a space. A colon doesn't end it.</summary>
    public static IEnumerable<Sentence> Of(string text)
    {
        var plain = Links().Replace(CodeSpans().Replace(text, "code"), "${text}");
        return
            from sentence in End().Split(Abbreviations().Replace(plain, "${word}"))
            let words = sentence.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            select new Sentence(sentence.Trim(), words.Count(HasLetter));
    }

    /// <summary>A text of several lines, taken apart by paragraph, item and column. Commands are left out.</summary>
    /// <returns>Texts of one line each, at the lines of the file where they begin.</returns>
    public static IEnumerable<TextBlock> Paragraphs(TextBlock text)
    {
        var paragraph = "";
        var start = 0;
        foreach (var (index, line) in text.Text.Split('\n').Append("").Index())
        {
            var isApart = line.Trim().Length == 0 || Columns().IsMatch(line) || Command().IsMatch(line);
            if (paragraph.Length > 0 && (isApart || Item().IsMatch(line)))
            {
                yield return text with { Line = text.Line + start, Text = paragraph };
                paragraph = "";
            }
            if (!isApart)
            {
                start = paragraph.Length == 0 ? index : start;
                paragraph += paragraph.Length == 0 ? line.Trim() : $" {line.Trim()}";
            }
            else if (!Command().IsMatch(line))
            {
                foreach (var cell in Gap().Split(line.Trim()).Where(cell => cell.Length > 0))
                {
                    yield return text with { Line = text.Line + index, Text = cell };
                }
            }
        }
    }

    private static bool HasLetter(string word) => word.Any(char.IsLetterOrDigit);

    [GeneratedRegex("`+[^`]+`+")]
    private static partial Regex CodeSpans();

    [GeneratedRegex(@"!?\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"\b(?<word>e\.g|i\.e|etc|vs|cf|No)\.(?=\s)", RegexOptions.IgnoreCase)]
    private static partial Regex Abbreviations();

    [GeneratedRegex(@"(?<=[.!?…][""'’”)\]*_]*)\s+")]
    private static partial Regex End();

    // two spaces within a line part its columns
    [GeneratedRegex(@"\S {2,}\S")]
    private static partial Regex Columns();

    [GeneratedRegex(@"^\s*(\$ |\./|sgwatch |aws |export |terraform |git |\{)")]
    private static partial Regex Command();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Gap();

    [GeneratedRegex(@"^\s*([-*•]|\d+[.)])\s")]
    private static partial Regex Item();
}
