using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Code;

/// <summary>What people read in a C# file, and where.</summary>
public class CSharpTextsTests
{
    private static readonly SourceFile File = new("a.cs",
        """
        /// <summary>A <c>b</c> and <see cref="C"/>,
        /// on two lines.</summary>
        /// <remarks><para>First.</para><para>Second.</para></remarks>
        class C
        {
            // one comment
            // on two lines
            int _x; // and another
            string S(int i) => "a text" + $" with {i + 1} holes" + ".";
        }
        """);

    [Fact]
    public void Comments_on_consecutive_lines_are_one_text() =>
        Assert.Equal(["6: one comment on two lines", "8: and another"], Read(CSharpTexts.Comments(File)));

    [Fact]
    public void Each_part_of_an_xml_doc_is_a_text() =>
        Assert.Equal(["1: A `b` and `C`, on two lines.", "3: First.", "3: Second."], Read(CSharpTexts.XmlDocs(File)));

    [Fact]
    public void A_sum_of_literals_is_one_text() =>
        Assert.Equal(["9: a text with {i+1} holes."], Read(CSharpTexts.Literals(File)));

    private static IEnumerable<string> Read(IEnumerable<TextBlock> texts) => texts.Select(text => $"{text.Line}: {text.Text.Trim()}");
}
