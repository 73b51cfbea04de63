using CsCheck;
using SgWatch.Text;

namespace SgWatch.Tests.Text;

/// <summary>One table that every place for foreign text goes through, and what holds for any text.</summary>
public sealed class SafeTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("alice", "alice")]
    [InlineData("arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:user/alice")]
    [InlineData("203.0.113.9", "203.0.113.9")]
    [InlineData("a\nSubject: b", "a\\u{a}Subject: b")]
    [InlineData("a\r\nb\tc\0", "a\\u{d}\\u{a}b\\u{9}c\\u{0}")]
    [InlineData("\u001b[31mred", "\\u{1b}[31mred")]
    [InlineData("\u202egnp.exe", "\\u{202e}gnp[.]exe")] // right-to-left override
    [InlineData("pаypal", "p\\u{430}ypal")] // a Cyrillic a
    [InlineData("https://example.com/login", "https[:]//example[.]com/login")]
    [InlineData("ingress tcp/22 from ::/0", "ingress tcp/22 from ::/0")]
    [InlineData("www.example.com", "www[.]example[.]com")]
    [InlineData("back\\slash", @"back\\slash")]
    public void Line_lets_nothing_out(string? text, string safe) => Assert.Equal(safe, SafeText.Line(text));

    [Fact]
    public void Line_replaces_half_a_character() => Assert.Equal("\\u{fffd}", SafeText.Line("\ud83d"));

    [Fact]
    public void Line_cuts_long_text() => Assert.Equal("aaaaa...", SafeText.Line(new string('a', 1000), 5));

    [Fact]
    public void Line_is_one_line_of_printable_ASCII_of_bounded_length_for_any_text() =>
        Gen.String[Gen.Char, 0, 400].Holds(text =>
        {
            var safe = SafeText.Line(text, 100);
            return safe.Length <= 103 && safe.All(c => c is >= ' ' and <= '~') && !safe.Contains("://", StringComparison.Ordinal);
        }, cases: 20_000);
}
