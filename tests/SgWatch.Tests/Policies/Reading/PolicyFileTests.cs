using System.Text;
using SgWatch.Policies.Reading;
using static SgWatch.Tests.Policies.Reading.PolicyMistakes;

namespace SgWatch.Tests.Policies.Reading;

/// <summary>What may be a policy file: UTF-8, YAML, and bounds.</summary>
public sealed class PolicyFileTests
{
    [Theory]
    [InlineData("version: 1\n\tmode: observe\n", 2, "expected spaces")]
    [InlineData("version: 1\nlimits:\n\tfights-after: 3\n", 3, "expected spaces")]
    [InlineData("version: 1\nguardrails:\n  - name: a\n    groups: { name: * }\n", 4, "must be in quotes")]
    [InlineData("version: 1\nmode: 'observe\n", 2, "this isn't YAML")]
    [InlineData("version: 1\n- mode\n", 2, "this isn't YAML")]
    [InlineData("version: 1\nmode: [observe\n", 3, "this isn't YAML")]
    public void What_is_not_yaml_is_reported_with_its_line_and_a_hint(string text, int line, string hint)
    {
        var problem = Assert.Single(Problems(text));

        Assert.Equal((PolicyCode.NotYaml, line), (problem.Code, problem.Line));
        Assert.Contains(hint, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_glob_that_is_an_alias_in_yaml_is_reported_as_one()
    {
        var problems = Problems("version: 1\nguardrails:\n  - name: a\n    forbid: any\n    groups: { name: *-prod }\n");
        var problem = Assert.Single(problems, p => p.Code == PolicyCode.AnchorOrTag);

        Assert.Equal((5, 21, "guardrails[0].groups.name"), (problem.Line, problem.Column, problem.Path));
        Assert.Contains("put it in quotes", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version: 1 # \u202E", "the character U+202E")]
    [InlineData("version: 1\0", "the character U+0000")]
    public void Characters_that_hide_something_are_refused(string text, string expected)
    {
        var problem = Assert.Single(Problems(text));

        Assert.Equal(PolicyCode.NotText, problem.Code);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_is_refused() =>
        Assert.Contains("the character U+D800", Assert.Single(Problems("version: 1 # \uD800")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_of_ten_megabytes_is_refused_unread()
    {
        Assert.Equal(PolicyCode.TooLarge, Assert.Single(Problems(new string('a', 10 << 20))).Code);
        Assert.Equal(PolicyCode.TooLarge, Assert.Single(Rejected(PolicyReader.Read("f", new byte[10 << 20]))).Code);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void A_file_nested_without_end_is_refused_at_once(string step)
    {
        var problems = Problems(string.Concat(Enumerable.Repeat(step, 200_000)));

        Assert.Contains(problems[0].Code, (string[])[PolicyCode.TooDeep, PolicyCode.NotYaml]);
    }

    [Fact]
    public void Bytes_are_utf8_with_or_without_a_mark()
    {
        byte[] text = [.. "version: 1\n# ä\n"u8];

        Assert.IsType<PolicyReadResult.Accepted>(PolicyReader.Read("f", text));
        Assert.IsType<PolicyReadResult.Accepted>(PolicyReader.Read("f", [0xEF, 0xBB, 0xBF, .. text]));
        var latin1 = Assert.Single(Rejected(PolicyReader.Read("f", Encoding.Latin1.GetBytes("version: 1\n# ä\n"))));
        Assert.Equal((PolicyCode.NotText, 2), (latin1.Code, latin1.Line));
        byte[] wide = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("version: 1")];
        var utf16 = Assert.Single(Rejected(PolicyReader.Read("f", wide)));
        Assert.Contains("UTF-16", utf16.Message, StringComparison.Ordinal);
    }
}
