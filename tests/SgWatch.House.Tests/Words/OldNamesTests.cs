using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SgWatch.House.Tests.Cli;
using SgWatch.House.Tests.Code;
using SgWatch.House.Tests.Docs;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Words;

/// <summary>One word for one thing: what was renamed isn't called by its old name anywhere.</summary>
public partial class OldNamesTests
{
    private const string HowToMend =
        "Use the new word; a name that is stored (in a table, a metric, JSON, a module) stays: list it with the reason in OldNames.Stored.";

    private static IEnumerable<SourceFile> Sources =>
        SourceTree.WithExtension("cs")
            .Where(file => file.IsIn("src", "tests", "bench") && !file.IsIn("tests/SgWatch.House.Tests/Words"));

    [Fact]
    public void No_identifier_has_an_old_name() => Breach.AssertNone(
        from file in Sources
        from token in CodeBase.Parse(file).GetRoot().DescendantTokens(descendIntoTrivia: true)
        where token.IsKind(SyntaxKind.IdentifierToken)
        let old = OldNames.Of(token.ValueText)
        where old is not null
        select new Breach(file.Path, token.GetLocation().GetLineSpan().StartLinePosition.Line + 1, $"{token.ValueText} → {old.New}"),
        HowToMend);

    [Fact]
    public void No_doc_has_an_old_name() => AssertNone(
        from doc in MarkdownFile.All
        from block in doc.Blocks.Select(block => (block, isCode: false)).Concat(doc.CodeSpans.Select(span => (span, isCode: true)))
        select block);

    [Fact]
    public void No_help_has_an_old_name() => AssertNone(HelpText.All.Select(text => (text, false)));

    [Fact]
    public void No_message_has_an_old_name() => AssertNone(
        Sources.SelectMany(CSharpTexts.Literals).Concat(Remarks.Files.SelectMany(Remarks.Messages))
            .Where(literal => literal.Text.Contains(' ') && !Expression().IsMatch(literal.Text)) // a single word is data
            .SelectMany(Sentences.Paragraphs).Select(text => (text, false)));

    [Fact]
    public void No_comment_has_an_old_name() => AssertNone(
        Sources.SelectMany(file => CSharpTexts.Comments(file).Concat(CSharpTexts.XmlDocs(file)))
            .Concat(Remarks.Files.SelectMany(Remarks.Comments).SelectMany(Sentences.Paragraphs)).Select(text => (text, false)));

    [Fact] // a test's name is a sentence with '_' between its words
    public void No_test_has_an_old_name() => AssertNone(
        from file in Sources
        from method in CodeBase.Parse(file).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
        let name = method.Identifier
        where name.ValueText.Contains('_')
        let line = name.GetLocation().GetLineSpan().StartLinePosition.Line + 1
        select (new TextBlock(file.Path, line, name.ValueText.Replace('_', ' ')), false));

    private static void AssertNone(IEnumerable<(TextBlock Block, bool IsCode)> texts) => Breach.AssertNone(
        from text in texts
        where !OldNames.HistoryFiles.Contains(text.Block.Path)
        from old in OldNames.All
        let match = (text.IsCode ? old.Identifier : old.Prose)?.Match(text.Block.Text)
        where match is { Success: true } && !OldNames.Stored.Keys.Any(stored => IsPartOf(stored, text.Block.Text, match))
        select new Breach(text.Block.Path, text.Block.Line, $"'{match.Value}' → {old.New}"),
        HowToMend);

    private static bool IsPartOf(string stored, string text, Match match) =>
        Regex.Matches(text, Regex.Escape(stored))
            .Any(whole => whole.Index <= match.Index && match.Index + match.Length <= whole.Index + whole.Length);

    // DynamoDB's expressions name attributes, which are stored: SET teller = :until
    [GeneratedRegex(@"[=<>(] ?:\w+|attribute_(not_)?exists")]
    private static partial Regex Expression();
}
