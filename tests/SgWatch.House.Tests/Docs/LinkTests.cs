using System.Text.RegularExpressions;
using SgWatch.House.Tests.Code;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Docs;

/// <summary>Links that lead somewhere.</summary>
public partial class LinkTests
{
    [Fact]
    public void Every_relative_link_and_anchor_in_a_doc_resolves() => Breach.AssertNone(
        from doc in MarkdownFile.All
        from link in doc.Links
        where !link.Text.Contains("://", StringComparison.Ordinal) && !link.Text.StartsWith("mailto:", StringComparison.Ordinal)
        let fault = FaultOf(doc.File, link.Text)
        where fault is not null
        select new Breach(doc.File.Path, link.Line, $"({link.Text}): {fault}"),
        "Mend the path or the anchor; an anchor is the heading in lower case, with hyphens for spaces and without punctuation.");

    /// <summary>Messages, help and comments name docs by their path from the repository's root.</summary>
    [Fact]
    public void Every_doc_that_code_names_exists() => Breach.AssertNone(
        from text in SourceTree.WithExtension("cs").Where(file => !file.IsIn("tests/SgWatch.House.Tests"))
            .SelectMany(file => CSharpTexts.Comments(file).Concat(CSharpTexts.XmlDocs(file)).Concat(CSharpTexts.Literals(file)))
            .Concat(Remarks.Files.SelectMany(file => Remarks.Comments(file).Concat(Remarks.Messages(file))))
        from Match match in DocPath().Matches(text.Text)
        where !SourceTree.Files.Any(file => file.Path == match.Value)
        select new Breach(text.Path, text.Line, $"{match.Value} doesn't exist"),
        "Name the doc that there is.");

    [Theory]
    [InlineData("When an alarm comes", "when-an-alarm-comes")]
    [InlineData("SgWatch's health", "sgwatchs-health")]
    [InlineData("CIS AWS Foundations: `cis-*`", "cis-aws-foundations-cis-")]
    [InlineData("Inside `src/SgWatch.Aws`", "inside-srcsgwatchaws")]
    [InlineData("See [the policy](policy.md) – now", "see-the-policy--now")]
    [InlineData("snake_case stays", "snake_case-stays")]
    public void An_anchor_is_made_as_GitHub_makes_it(string heading, string anchor) => Assert.Equal(anchor, MarkdownFile.AnchorOf(heading));

    private static string? FaultOf(SourceFile from, string link)
    {
        var (path, anchor) = link.Split('#', 2) is [var before, var after] ? (before, after) : (link, null);
        var target = path.Length == 0 ? from.Path : Resolve(from, Uri.UnescapeDataString(path));
        if (!SourceTree.Files.Any(file => file.Path == target || file.IsIn(target)))
        {
            return target.Length == 0 ? null : "there is no such file or folder";
        }
        if (anchor is null)
        {
            return null;
        }
        var headings = MarkdownFile.All.FirstOrDefault(doc => doc.File.Path == target)?.Headings ?? [];
        return headings.Any(heading => heading.Anchor == anchor) ? null : $"{target} has no heading of this anchor";
    }

    private static string Resolve(SourceFile from, string path)
    {
        var target = SourceTree.PathOf(from.Folder, path).TrimEnd('/');
        return target is "." ? "" : target;
    }

    [GeneratedRegex(@"(?<![\w./-])((docs|terraform|bench|tests|attacks|policies)/[\w./-]*|README|CONTRIBUTING|CHANGELOG|SECURITY)\.md\b")]
    private static partial Regex DocPath();
}
