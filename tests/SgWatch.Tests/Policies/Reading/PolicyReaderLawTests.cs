using CsCheck;
using SgWatch.Policies.Reading;

namespace SgWatch.Tests.Policies.Reading;

/// <summary>Any text gives a policy or a list of mistakes, never an exception.</summary>
public sealed class PolicyReaderLawTests
{
    private static readonly string[] Words =
    [
        "version: 1\n", "guardrails:\n", "  - ", "name: ", "a", "forbid: any", "forbid:\n", "      - ", "ingress: ", "egress: ", "from: ",
        "to: ", "world", "any", "groups: ", "{ group: sg-1 }", "{ prefix-list: pl-1 }", "networks: ", "services: ", "{", "}", "[", "]",
        ",", ":", "\n", " ", "\t", "*", "&", "!", "|", ">", "'", "\"", "#", "%", "@", "---\n", "...\n", "~", "null", "tests:\n",
        "expect: ", "revoke: ", "all", "none", "rules: ", "ingress tcp/22 from 0.0.0.0/0", "require: ", "internet", "exemptions:\n",
        "until: 2026-12-31", "? ", "\\x", "\"\\U0010FFFF\"", "\"\\UFFFFFFFF\"", "%YAML 9.9\n", "%TAG ! x\n", "!<", "\uFEFF", "\r",
        "\u0085", "\uD83D", "é", "<<: ", "n", "- n",
    ];

    private static readonly Gen<string> AnyText = Gen.String;
    private static readonly Gen<string> AnyWords = OneOf(Words).Array[0, 40].Select(string.Concat);
    private static readonly Gen<string> AnyMutation = Gen.Select(
        OneOf([.. Checkout.PolicyFiles.Select(file => Checkout.Text("policies", file))]),
        Gen.Select(Gen.Int[0, 20_000], Gen.Int[0, 12], Gen.OneOf(OneOf(Words), Gen.String[0, 3])).Array[1, 3]).Select(Mutate);

    [Fact]
    public void Any_text_is_read_without_an_exception() => AnyText.Holds(IsRead);

    [Fact]
    public void Any_words_of_the_language_are_read_without_an_exception() => AnyWords.Holds(IsRead);

    // a whole file takes about 100 times as long as a few words
    [Fact]
    public void Any_change_of_a_good_file_is_read_without_an_exception() => AnyMutation.Holds(IsRead, cases: 2_000);

    private static Gen<string> OneOf(string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static bool IsRead(string text)
    {
        if (PolicyReader.Read("any.yaml", text) is not PolicyReadResult.Rejected(var problems))
        {
            return true;
        }
        var lines = text.Count(c => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029') + 2;
        return !problems.IsEmpty && problems.All(problem =>
            problem.Line >= 0 && problem.Line <= lines && problem.Message.Length is > 0 and < 600 && problem.Path.Length < 1500
            && !problem.Message.Contains('\n', StringComparison.Ordinal));
    }

    private static string Mutate(string text, (int At, int Length, string With)[] changes)
    {
        foreach (var (at, length, with) in changes)
        {
            var start = at % (text.Length + 1);
            text = string.Concat(text.AsSpan(0, start), with, text.AsSpan(Math.Min(start + length, text.Length)));
        }
        return text;
    }
}
