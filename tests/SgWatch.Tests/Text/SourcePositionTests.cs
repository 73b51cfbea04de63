using System.Text;
using SgWatch.Text;

namespace SgWatch.Tests.Text;

public sealed class SourcePositionTests
{
    private static readonly byte[] Document = Encoding.UTF8.GetBytes("{\"é\":\n [1,\n  22]}");

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(5, 1, 6)] // the colon: é has two bytes
    [InlineData(7, 2, 1)]
    [InlineData(14, 3, 3)]
    [InlineData(17, 3, 6)] // behind the last byte
    [InlineData(99, 1, 1)] // another text
    public void Line_and_column_are_counted_in_the_text(long offset, int line, int column) =>
        Assert.Equal((line, column), new SourcePosition(new("f.json", "/a"), 0, offset).In(Document));

    [Fact]
    public void Of_a_document_on_one_line_the_line_is_known_without_the_text()
    {
        var position = new SourcePosition(new("f.jsonl", "/rules") { Line = 7 }, 2, 41);
        Assert.Equal((7, 42), position.In([]));
        Assert.Equal("f.jsonl: line 7: /rules/2", position.ToString());
    }

    [Fact]
    public void What_was_read_from_nowhere_has_no_place()
    {
        SourcePosition nowhere = default;
        Assert.Equal((null, "", ""), (nowhere.File, nowhere.JsonPointer, nowhere.ToString()));
        Assert.Equal((1, 1), nowhere.In(Document));
    }
}
