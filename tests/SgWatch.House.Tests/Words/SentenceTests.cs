using SgWatch.House.Tests.Cli;
using SgWatch.House.Tests.Code;
using SgWatch.House.Tests.Docs;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Words;

/// <summary>Sentences that are understood at first reading, at night, by readers from everywhere.</summary>
public class SentenceTests
{
    private const int Most = 30;
    private const string HowToMend =
        "Make two sentences of it, or put an example in its place: the subject first, one fact a sentence, at most some 25 words.";

    private static IEnumerable<SourceFile> Sources => SourceTree.WithExtension("cs").Where(file => file.IsIn("src"));

    [Fact]
    public void No_sentence_of_a_doc_has_over_30_words() => AssertShort(MarkdownFile.All.SelectMany(doc => doc.Blocks));

    [Fact]
    public void No_sentence_of_a_commands_help_has_over_30_words() => AssertShort(HelpText.All);

    [Fact]
    public void No_sentence_of_a_message_has_over_30_words() => AssertShort(
        Sources.SelectMany(CSharpTexts.Literals).Concat(Remarks.Files.SelectMany(Remarks.Messages)).SelectMany(Sentences.Paragraphs));

    [Fact]
    public void No_sentence_of_a_notification_has_over_30_words() => AssertShort(
        SourceTree.WithExtension("snap").Where(kept => kept.IsIn("tests/SgWatch.Tests/Incidents"))
            .SelectMany(kept => Sentences.Paragraphs(new(kept.Path, 1, kept.Text))));

    [Fact]
    public void No_sentence_of_a_comment_has_over_30_words() => AssertShort(
        Sources.SelectMany(file => CSharpTexts.Comments(file).Concat(CSharpTexts.XmlDocs(file)))
            .Concat(Remarks.Files.SelectMany(Remarks.Comments).SelectMany(Sentences.Paragraphs)));

    private static void AssertShort(IEnumerable<TextBlock> texts) => Breach.AssertNone(
        from text in texts
        from sentence in Sentences.Of(text.Text)
        where sentence.Words > Most
        select new Breach(text.Path, text.Line, $"{sentence.Words} words: {Short(sentence.Text)}"),
        HowToMend);

    private static string Short(string text) => text.ReplaceLineEndings(" ") is { Length: > 100 } line ? $"{line[..100]}…" : text;
}
