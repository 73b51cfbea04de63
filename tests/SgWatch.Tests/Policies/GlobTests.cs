using CsCheck;
using SgWatch.Policies;

namespace SgWatch.Tests.Policies;

public sealed class GlobTests
{
    [Fact]
    public void A_text_matches_exactly_if_a_plain_model_says_so() =>
        Gen.Select(Gen.Char["ab*?"].Array[0, 7], Gen.Char["ab*?"].Array[0, 9]).Holds(pair =>
    {
        var (pattern, text) = (new string(pair.Item1), new string(pair.Item2));
        return Glob.IsMatch(pattern, text) == Matches(pattern, text);
    });

    [Theory]
    [InlineData("arn:aws:iam::*:role/deploy-*", "arn:aws:iam::111122223333:role/deploy-web", true)]
    [InlineData("arn:aws:iam::*:role/deploy-*", "arn:aws:iam::111122223333:role/deploy-web/x", false)]
    [InlineData("arn:*", "arn:aws:iam::111122223333:role/x", false)]
    [InlineData("arn:*/*", "arn:aws:iam::111122223333:role/x", true)]
    [InlineData("*/*/x", "role/ci/x", true)]
    [InlineData("a?b", "a/b", false)]
    [InlineData("*", "a/b", false)]
    [InlineData("*", "", true)]
    public void In_segments_no_wildcard_takes_a_slash(string pattern, string text, bool isMatch) =>
        Assert.Equal(isMatch, Glob.IsMatchOfSegments(pattern, text));

    // a star takes nothing, or one character and then what a star may take
    private static bool Matches(string pattern, string text) => (pattern, text) switch
    {
        ("", _) => text == "",
        (['*', ..], _) => Matches(pattern[1..], text) || (text != "" && Matches(pattern, text[1..])),
        (_, "") => false,
        _ => (pattern[0] == '?' || pattern[0] == text[0]) && Matches(pattern[1..], text[1..]),
    };
}
