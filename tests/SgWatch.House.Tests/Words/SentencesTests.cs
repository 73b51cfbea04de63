namespace SgWatch.House.Tests.Words;

/// <summary>How the house counts the words of a sentence.</summary>
public class SentencesTests
{
    [Theory]
    [InlineData("One two three.", "3")]
    [InlineData("One two. Three four five! Six?", "2 3 1")]
    [InlineData("`aws ec2 describe-security-groups --output json` reads them.", "3")] // what stands in backquotes is one word
    [InlineData("See [the whole policy](docs/policy.md) first.", "5")] // a link counts as its text
    [InlineData("It is 10.0.0.0/8, e.g. in a VPC: a dot inside a word ends nothing; neither does a colon.", "18")]
    [InlineData("A dash - or an arrow → is no word.", "8")]
    public void Words_are_counted_by_sentence(string text, string counts) =>
        Assert.Equal(counts, string.Join(' ', Sentences.Of(text).Select(sentence => sentence.Words)));

    [Fact]
    public void A_text_of_several_lines_is_read_by_paragraph_item_and_column() => Assert.Equal(
        ["1 One two three.", "4 Group", "4 sg-1", "5 - four", "6 - five six"],
        Sentences.Paragraphs(new("a.txt", 1, "One two\nthree.\n\n  Group   sg-1\n- four\n- five\n  six\n  sgwatch demo\n"))
            .Select(paragraph => $"{paragraph.Line} {paragraph.Text}"));
}
