using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SgWatch.House.Tests.Code;
using SgWatch.House.Tests.Docs;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Glossary;

/// <summary>Names are made of words that a reader knows or can look up.</summary>
/// <remarks>
/// The rule: a public type of <c>SgWatch</c> is called by words of three kinds: EC2's, the field's, and those of
/// <c>docs/glossary.md</c>. The first two are listed in <see cref="KnownWords"/>. Who needs another word first looks for one
/// of these; a word of the field that is missing is added there, a word of our own to the glossary, with what it is.
/// </remarks>
public partial class GlossaryTests
{
    private static IEnumerable<(string Path, int Line, string Name, bool IsPublic)> Types =>
        from file in SourceTree.WithExtension("cs")
        where file.IsIn("src")
        from node in CodeBase.Parse(file).GetRoot().DescendantNodes(node => node is not BaseMethodDeclarationSyntax)
        where node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax
        let name = node is BaseTypeDeclarationSyntax type ? type.Identifier : ((DelegateDeclarationSyntax)node).Identifier
        let isPublic = file.IsIn("src/SgWatch") && node.Parent is not TypeDeclarationSyntax
            && ((MemberDeclarationSyntax)node).Modifiers.Any(SyntaxKind.PublicKeyword)
        select (file.Path, name.GetLocation().GetLineSpan().StartLinePosition.Line + 1, name.ValueText, isPublic);

    [Fact]
    public void A_public_type_is_called_by_words_of_EC2_the_field_or_the_glossary() => Breach.AssertNone(
        from type in Types
        where type.IsPublic && !GlossaryTable.Words.Any(word => word.Type == type.Name)
        let unknown = WordsOf(type.Name).Where(word => !IsKnown(word)).ToList()
        where unknown.Count > 0
        select new Breach(type.Path, type.Line, $"{type.Name}: {string.Join(", ", unknown)}"),
        $"Call it by a word of the field; or explain the word in {GlossaryTable.Path}. KnownWords lists those that need no explanation.");

    [Fact]
    public void Every_type_in_the_glossary_is_a_type() => Breach.AssertNone(
        from word in GlossaryTable.Words
        where word.Type is not null && !Types.Any(type => type.Name == word.Type)
        select new Breach(GlossaryTable.Path, word.Line, $"{word.Type} is no type"),
        "The glossary's second column has the type's name, or nothing.");

    [Fact]
    public void Every_word_in_the_glossary_is_used() => Breach.AssertNone(
        from word in GlossaryTable.Words
        where word.Type is null && !MarkdownFile.All.Any(doc => doc.File.Path != GlossaryTable.Path
            && doc.File.Text.Contains(word.Word, StringComparison.OrdinalIgnoreCase))
        select new Breach(GlossaryTable.Path, word.Line, $"no other doc has the word {word.Word}"),
        "Take a word that nobody uses out of the glossary.");

    [Fact]
    public void The_glossary_is_short_and_in_order()
    {
        var words = GlossaryTable.Words.Select(word => word.Word).ToList();
        Assert.InRange(words.Count, 1, 50);
        Assert.Equal(words.Order(StringComparer.OrdinalIgnoreCase), words);
    }

    [Theory]
    [InlineData("ISecurityGroupsProvider", "Security Group Provider")]
    [InlineData("CidrIpv4", "Cidr Ipv4")]
    [InlineData("PolicyInForce", "Policy In Force")]
    [InlineData("JSONLines", "Json Line")]
    [InlineData("Policies", "Policy")]
    [InlineData("Addresses", "Address")]
    [InlineData("Status", "Status")]
    public void A_name_is_taken_apart_into_words(string name, string words) => Assert.Equal(words, string.Join(' ', WordsOf(name)));

    private static bool IsKnown(string word) =>
        KnownWords.Ec2.Contains(word) || KnownWords.Field.Contains(word) || KnownWords.Small.Contains(word)
        || GlossaryTable.Words.Any(ours => WordsOf(ours.Word.Replace(" ", "", StringComparison.Ordinal)).Contains(word));

    // SecurityGroups → Security, Group; the I of an interface is no word
    private static IEnumerable<string> WordsOf(string name) =>
        from match in Word().Matches(Interface().Replace(name, ""))
        select Singular($"{char.ToUpperInvariant(match.Value[0])}{match.Value[1..].ToLowerInvariant()}");

    private static string Singular(string word) => word switch
    {
        [.., 'i', 'e', 's'] => $"{word[..^3]}y",
        [.., 's', 's', 'e', 's'] => word[..^2],
        "Aws" or [.., 's' or 'u', 's'] => word,
        [.., 's'] => word[..^1],
        _ => word,
    };

    [GeneratedRegex("^I(?=[A-Z][a-z])")]
    private static partial Regex Interface();

    [GeneratedRegex("[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z0-9]+")]
    private static partial Regex Word();
}
