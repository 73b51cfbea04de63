using System.Collections.Immutable;
using System.Text.RegularExpressions;
using SgWatch.House.Tests.Code;
using SgWatch.House.Tests.Docs;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Cli;

/// <summary>Finds the commands in a text.</summary>
internal static partial class Mentions
{
    /// <summary>Every command in docs, comments, messages, examples of the help, Terraform, YAML and scripts.</summary>
    public static IEnumerable<Mention> All =>
        MarkdownFile.All.SelectMany(InDoc)
            .Concat(SourceTree.WithExtension("cs").Where(file => file.IsIn("src", "bench")).SelectMany(InCode))
            .Concat(SourceTree.Code.Where(file => file.Extension is not "cs").SelectMany(InLines))
            .Concat(Commands.All.SelectMany(InHelp));

    /// <summary>The commands in a line of code or a text; several if they follow each other.</summary>
    public static IEnumerable<Mention> InText(string path, int line, string text) =>
        from Match match in Sgwatch().Matches(text)
        let before = match.Index > 0 ? text[match.Index - 1] : '\n'
        let rest = text[(match.Index + match.Length)..]
        from mention in Read(path, line, before, rest)
        select mention;

    private static IEnumerable<Mention> InDoc(MarkdownFile doc) =>
        from line in doc.Lines
        where line.Kind is not MarkdownKind.Fence
        from mention in InText(doc.File.Path, line.Number, line.Kind is MarkdownKind.Code ? AsCode(line.Text) : line.Text)
        select mention;

    private static IEnumerable<Mention> InLines(SourceFile file) =>
        file.Lines.Index().SelectMany(line => InText(file.Path, line.Index + 1, line.Item));

    private static IEnumerable<Mention> InCode(SourceFile file) =>
        from text in CSharpTexts.Literals(file).Concat(CSharpTexts.Comments(file)).Concat(CSharpTexts.XmlDocs(file))
        from line in text.Text.Split('\n').Index()
        from mention in InText(file.Path, text.Line + line.Index, line.Item)
        select mention;

    private static IEnumerable<Mention> InHelp(System.CommandLine.Command command) =>
        from line in HelpText.Of(command).Split('\n').Index()
        where !line.Item.Contains('[') // the line of usage says [options], which nobody types
        from mention in InText(HelpText.NameOf(command), line.Index + 1, AsCode(line.Item))
        select mention;

    private static IEnumerable<Mention> Read(string path, int line, char before, string rest)
    {
        var isCode = before is '`' or '\'' or '"' or '\n' or '\u0001';
        var end = before switch
        {
            '`' => rest.IndexOf('`'),
            '\'' => rest.IndexOf('\''),
            '"' => rest.IndexOf('"'),
            _ => -1,
        };
        var text = End().Split(end >= 0 ? rest[..end] : rest)[0].TrimEnd('.', ',', ';', ')');
        // "sgwatch judge: no such file" begins an error: only the command's name is meant
        var isError = text.EndsWith(':') || ErrorMark().IsMatch(text);
        var words = Words().Matches(ErrorMark().Split(text)[0]).Select(match => match.Value.Trim('"')).ToImmutableArray();
        foreach (var alternative in Alternatives(words))
        {
            yield return new(path, line, alternative, isCode && !isError);
        }
    }

    // "incidents list|show|undo" is three commands
    private static IEnumerable<ImmutableArray<string>> Alternatives(ImmutableArray<string> words)
    {
        var index = words.ToList().FindIndex(word => word.Contains('|'));
        return index < 0 ? [words] : words[index].Split('|').SelectMany(word => Alternatives(words.SetItem(index, word)));
    }

    // a mark that says: this line is typed, whatever stands before sgwatch in it
    private static string AsCode(string line) => Prompt().Replace(line, "\u0001$2");

    [GeneratedRegex(@"(?<![\w/.:@-])(\./|\.\./)*sgwatch (?=[a-z-])")]
    private static partial Regex Sgwatch();

    [GeneratedRegex(@"(^|[|;&(]|\$ )\s*((\./|\.\./)*sgwatch )")]
    private static partial Regex Prompt();

    [GeneratedRegex(@" {2,}| #|\[/|[`<]| [|>&(]| \d>|\\$|; |, |\. |: (?=\{)|'$|'[ .,;)]|\\""")]
    private static partial Regex End();

    [GeneratedRegex(@":( |$)")]
    private static partial Regex ErrorMark();

    [GeneratedRegex(@"""[^""]*""|\{[^}]*\}|\S+")]
    private static partial Regex Words();
}
