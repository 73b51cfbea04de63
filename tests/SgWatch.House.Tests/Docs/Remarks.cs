using System.Text.RegularExpressions;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Docs;

/// <summary>What people read in files that are neither C# nor Markdown: comments, and Terraform's descriptions and messages.</summary>
internal static partial class Remarks
{
    /// <summary>The files that are read: Terraform, YAML, scripts and build files.</summary>
    public static IEnumerable<SourceFile> Files => SourceTree.Code.Where(file => file.Extension is not "cs");

    /// <summary>Comments; whole lines that follow each other are one text.</summary>
    public static IEnumerable<TextBlock> Comments(SourceFile file) =>
        file.Extension is "csproj" or "props" ? XmlComments(file) : HashComments(file);

    /// <summary>Terraform's <c>description</c> and <c>error_message</c>.</summary>
    public static IEnumerable<TextBlock> Messages(SourceFile file) =>
        from line in file.Lines.Index()
        where file.Extension is "tf" or "yaml" or "yml"
        let match = Message().Match(line.Item)
        where match.Success
        let text = match.Groups["text"].Value.Trim('"').Replace("\\\"", "\"", StringComparison.Ordinal)
        select new TextBlock(file.Path, line.Index + 1, text);

    private static IEnumerable<TextBlock> HashComments(SourceFile file)
    {
        var text = "";
        var start = 0;
        foreach (var (index, line) in file.Lines.Append("").Index())
        {
            var isWholeLine = WholeLine().IsMatch(line) && !line.StartsWith("#!", StringComparison.Ordinal);
            if (text.Length > 0 && (!isWholeLine || Line(line).Length == 0))
            {
                yield return new(file.Path, start, text);
                text = "";
            }
            if (isWholeLine)
            {
                start = text.Length == 0 ? index + 1 : start;
                text += $"{(text.Length == 0 ? "" : "\n")}{Line(line)}";
            }
            else if (AtEnd().Match(line) is { Success: true } comment)
            {
                yield return new(file.Path, index + 1, comment.Groups["text"].Value);
            }
        }

        static string Line(string line) => Marks().Replace(line, "").TrimEnd();
    }

    private static IEnumerable<TextBlock> XmlComments(SourceFile file) =>
        from Match match in XmlComment().Matches(file.Text)
        select new TextBlock(file.Path, file.Text[..match.Index].Count(letter => letter == '\n') + 1, match.Groups["text"].Value);

    [GeneratedRegex(@"^\s*(description|error_message|Description|ConstraintDescription)\s*[=:]\s*(?<text>\S.*)$")]
    private static partial Regex Message();

    [GeneratedRegex(@"^\s*#")]
    private static partial Regex WholeLine();

    [GeneratedRegex(@"^\s*#+ ?")]
    private static partial Regex Marks();

    [GeneratedRegex(@"\s#\s(?<text>.+)$")]
    private static partial Regex AtEnd();

    [GeneratedRegex("<!--(?<text>.*?)-->", RegexOptions.Singleline)]
    private static partial Regex XmlComment();
}
