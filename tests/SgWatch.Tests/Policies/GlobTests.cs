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

    // a star takes nothing, or one character and then what a star may take
    private static bool Matches(string pattern, string text) => (pattern, text) switch
    {
        ("", _) => text == "",
        (['*', ..], _) => Matches(pattern[1..], text) || (text != "" && Matches(pattern, text[1..])),
        (_, "") => false,
        _ => (pattern[0] == '?' || pattern[0] == text[0]) && Matches(pattern[1..], text[1..]),
    };
}
