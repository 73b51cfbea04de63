using CsCheck;
using SgWatch.Text;

namespace SgWatch.Tests.Text;

/// <summary>One table that every place for foreign text goes through, and what holds for any text.</summary>
public sealed class SafeTextTests
{
    /// <summary>The text; then as a line, quoted, as an excerpt, as chat code, as HTML.</summary>
    public static readonly TheoryData<string, string, string, string, string, string> Texts = new()
    {
        { "alice", "alice", "'alice'", "alice", "`alice`", "alice" },
        { "203.0.113.9", "203.0.113.9", "'203.0.113.9'", "203.0.113.9", "`203.0.113.9`", "203.0.113.9" },
        {
            "arn:aws:iam::111122223333:user/a", "arn:aws:iam::111122223333:user/a", "'arn:aws:iam::111122223333:user/a'",
            "arn:aws:iam::111122223333:user/a", "`arn:aws:iam::111122223333:user/a`", "arn:aws:iam::111122223333:user/a"
        },
        { "tcp/22 from ::/0", "tcp/22 from ::/0", "'tcp/22 from ::/0'", "tcp/22 from ::/0", "`tcp/22 from ::/0`", "tcp/22 from ::/0" },

        // a second line would look like one of the message's own
        { "a\nSubject: b", "a\\u{a}Subject: b", "'a?Subject: b'", "a?Subject: b", "`a\\u{a}Subject: b`", "a\\u{a}Subject: b" },
        {
            "a\r\nb\tc\0", "a\\u{d}\\u{a}b\\u{9}c\\u{0}", "'a??b?c?'", "a??b?c?",
            "`a\\u{d}\\u{a}b\\u{9}c\\u{0}`", "a\\u{d}\\u{a}b\\u{9}c\\u{0}"
        },
        { "a\u2028b", "a\\u{2028}b", "'a?b'", "a?b", "`a\\u{2028}b`", "a\\u{2028}b" },

        // a terminal sequence, the right-to-left override, a Cyrillic letter that looks like a Latin one
        { "\u001b[31mred", "\\u{1b}[31mred", "'?[31mred'", "?[31mred", "`\\u{1b}[31mred`", "\\u{1b}[31mred" },
        { "\u202egnp.exe", "\\u{202e}gnp[.]exe", "'?gnp.exe'", "?gnp.exe", "`\\u{202e}gnp[.]exe`", "\\u{202e}gnp.exe" },
        { "p\u0430ypal", "p\\u{430}ypal", "'p?ypal'", "p\u0430ypal", "`p\\u{430}ypal`", "p\u0430ypal" },

        // links, and what a chat reads as a link, a mention or code
        {
            "https://example.com/login", "https[:]//example[.]com/login", "'https://example.com/login'",
            "https://example.com/login", "`https[:]//example[.]com/login`", "https://example.com/login"
        },
        { "www.example.com", "www[.]example[.]com", "'www.example.com'", "www.example.com", "`www[.]example[.]com`", "www.example.com" },
        { "<!channel>", "<!channel>", "'<!channel>'", "<!channel>", "`(!channel)`", "&lt;!channel&gt;" },
        {
            "`a` & 'b' \"c\"", "`a` & 'b' \"c\"", "'`a` & ?b? \"c\"'", "`a` & 'b' \"c\"",
            "`'a' & 'b' \"c\"`", "`a` &amp; &#39;b&#39; &quot;c&quot;"
        },
        { "back\\slash", "back\\\\slash", "'back\\slash'", "back\\slash", "`back\\\\slash`", "back\\slash" },
        { "\ud83d", "\\u{fffd}", "'?'", "?", "`\\u{fffd}`", "\ufffd" }, // half a character
        { "", "", "''", "", "``", "" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Foreign_text_is_made_safe_for_each_place(string text, string line, string quoted, string excerpt, string chat, string html)
    {
        Assert.Equal(line, SafeText.Line(text));
        Assert.Equal(quoted, SafeText.Quoted(text));
        Assert.Equal(excerpt, SafeText.Excerpt(text));
        Assert.Equal(chat, SafeText.ChatCode(text));
        Assert.Equal(html, SafeText.Html(text));
    }

    [Fact]
    public void No_text_is_empty_or_named_so()
    {
        Assert.Equal(("", "(none)", "", "``", ""),
            (SafeText.Line(null), SafeText.Quoted(null), SafeText.Excerpt(null), SafeText.ChatCode(null), SafeText.Html(null)));
    }

    [Fact]
    public void Long_text_is_cut_and_says_so()
    {
        var text = new string('a', 1000);
        Assert.Equal("aaaaa...", SafeText.Line(text, 5));
        Assert.Equal($"'{text[..80]}...'", SafeText.Quoted(text));
        Assert.Equal("aaaaa…", SafeText.Excerpt(text, 5));
        Assert.Equal("`aaaaa...`", SafeText.ChatCode(text, 5));
        Assert.Equal("aaaaa…", SafeText.Html(text, 5));
    }

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc")]
    [InlineData("ab\ud83d\ude00", 3, "ab")] // the face is two units long
    [InlineData("ab\ud83d\ude00", 4, "ab\ud83d\ude00")]
    [InlineData("\ud83d\ude00", 1, "")]
    [InlineData("abc", 0, "")]
    public void A_cut_never_splits_a_character(string text, int maxLength, string expected) =>
        Assert.Equal(expected, SafeText.Cut(text, maxLength));

    [Fact]
    public void Any_text_stays_on_one_line_of_bounded_length_in_every_place() =>
        Gen.String[Gen.Frequency((4, Gen.Char), (1, Gen.Char["\r\n\u0085\u2028\u2029\u001b\u202e<>`'\"&:/."])), 0, 400].Holds(text =>
        {
            var line = SafeText.Line(text, 100);
            var chat = SafeText.ChatCode(text, 100);
            var html = SafeText.Html(text, 100);
            return line.Length <= 103 && IsAscii(line) && !line.Contains("://", StringComparison.Ordinal)
                && SafeText.Quoted(text) is { Length: <= 85 } quoted && IsAscii(quoted) && quoted.Count(c => c == '\'') == 2
                && SafeText.Excerpt(text, 100) is { Length: <= 101 } excerpt && IsOneLine(excerpt)
                && chat.Length <= 105 && IsAscii(chat) && chat.Count(c => c == '`') == 2 && !chat.Contains('<', StringComparison.Ordinal)
                && IsOneLine(html) && html.IndexOfAny(['<', '>', '"', '\'']) < 0;
        }, cases: 20_000);

    private static bool IsAscii(string text) => text.All(c => c is >= ' ' and <= '~');

    private static bool IsOneLine(string text) => text.All(c => !char.IsControl(c) && c is not ('\u2028' or '\u2029' or '\u202e'));
}
