using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Code;

/// <summary>What people read in a C# file: comments, XML docs and string literals.</summary>
internal static partial class CSharpTexts
{
    private static readonly string[] Blocks =
    [
        "summary", "remarks", "param", "typeparam", "returns", "value", "exception", "para", "list", "item", "term", "description",
        "example",
    ];

    private static readonly string[] Words = ["c", "see", "seealso", "paramref", "typeparamref"];

    /// <summary>Comments; those on consecutive lines are one text.</summary>
    public static IEnumerable<TextBlock> Comments(SourceFile file)
    {
        var text = "";
        var (start, last) = (0, 0);
        foreach (var comment in Trivia(file, SyntaxKind.SingleLineCommentTrivia))
        {
            var line = LineOf(comment.GetLocation());
            var isWholeLine = file.Lines[line - 1].TrimStart().StartsWith("//", StringComparison.Ordinal);
            if (text.Length > 0 && (line != last + 1 || !isWholeLine))
            {
                yield return new(file.Path, start, text);
                text = "";
            }
            start = text.Length == 0 ? line : start;
            text += $" {comment.ToString().TrimStart('/').Trim()}";
            last = line;
        }
        if (text.Length > 0)
        {
            yield return new(file.Path, start, text);
        }
    }

    /// <summary>XML docs: each summary, parameter and paragraph is a text. Code and references are between backquotes.</summary>
    public static IEnumerable<TextBlock> XmlDocs(SourceFile file)
    {
        foreach (var doc in Trivia(file, SyntaxKind.SingleLineDocumentationCommentTrivia))
        {
            foreach (var text in Read(((DocumentationCommentTriviaSyntax)doc.GetStructure()!).Content))
            {
                yield return text with { Path = file.Path };
            }
        }
    }

    /// <summary>String literals: what <c>+</c> joins is one text, and an interpolation is <c>{…}</c> with its expression.</summary>
    public static IEnumerable<TextBlock> Literals(SourceFile file) =>
        from node in CodeBase.Parse(file).GetRoot().DescendantNodes()
        where node is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } or InterpolatedStringExpressionSyntax
            or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.Utf8StringLiteralExpression }
        where node.Parent is not BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } || IsFirstOfSum(node)
        select new TextBlock(file.Path, LineOf(node.GetLocation()), TextOf(Whole(node)));

    private static bool IsFirstOfSum(SyntaxNode node) =>
        Whole(node).DescendantNodesAndSelf().First(part => part is ExpressionSyntax and not BinaryExpressionSyntax) == node;

    private static SyntaxNode Whole(SyntaxNode node)
    {
        while (node.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression })
        {
            node = node.Parent;
        }
        return node;
    }

    private static string TextOf(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax sum => TextOf(sum.Left) + TextOf(sum.Right),
        LiteralExpressionSyntax literal => literal.Token.ValueText,
        InterpolatedStringExpressionSyntax text => string.Concat(text.Contents.Select(part => part switch
        {
            InterpolatedStringTextSyntax piece => piece.TextToken.ValueText,
            InterpolationSyntax hole => $"{{{Spaces().Replace(hole.Expression.ToString(), "")}}}",
            _ => "",
        })),
        _ => "{…}",
    };

    private static IEnumerable<SyntaxTrivia> Trivia(SourceFile file, SyntaxKind kind) =>
        CodeBase.Parse(file).GetRoot().DescendantTrivia().Where(trivia => trivia.IsKind(kind));

    private static ImmutableArray<TextBlock> Read(IEnumerable<XmlNodeSyntax> content)
    {
        var result = ImmutableArray.CreateBuilder<TextBlock>();
        var text = new StringBuilder();
        var line = 0;
        foreach (var node in content)
        {
            var name = (node as XmlElementSyntax)?.StartTag.Name.ToString() ?? (node as XmlEmptyElementSyntax)?.Name.ToString();
            if (node is XmlTextSyntax or XmlCDataSectionSyntax || Words.Contains(name))
            {
                line = text.Length == 0 ? LineOf(node.GetLocation()) : line;
                text.Append(node is XmlTextSyntax piece ? TextOf(piece) : $"`{WordOf(node)}`");
                continue;
            }
            Flush();
            if (node is XmlElementSyntax element && Blocks.Contains(name))
            {
                result.AddRange(Read(element.Content));
            }
        }
        Flush();
        return result.ToImmutable();

        void Flush()
        {
            if (Spaces().Replace(text.ToString(), " ").Trim() is { Length: > 0 } whole)
            {
                result.Add(new("", line, whole));
            }
            text.Clear();
        }
    }

    private static string TextOf(XmlTextSyntax text) =>
        string.Concat(text.TextTokens.Select(token => token.IsKind(SyntaxKind.XmlTextLiteralNewLineToken) ? " " : token.ValueText));

    private static string WordOf(XmlNodeSyntax node) => node switch
    {
        XmlElementSyntax element => Spaces().Replace(element.Content.ToString(), " ").Replace("/// ", "", StringComparison.Ordinal),
        XmlEmptyElementSyntax { Attributes: [XmlCrefAttributeSyntax cref, ..] } => cref.Cref.ToString(),
        XmlEmptyElementSyntax { Attributes: [XmlNameAttributeSyntax name, ..] } => name.Identifier.ToString(),
        XmlEmptyElementSyntax { Attributes: [XmlTextAttributeSyntax text, ..] } => string.Concat(text.TextTokens),
        _ => "code",
    };

    private static int LineOf(Location location) => location.GetLineSpan().StartLinePosition.Line + 1;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
