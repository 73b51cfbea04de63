using System.Text.Json;

namespace SgWatch.Cli.Tests.Commands;

public sealed class PolicyCommandTests : IDisposable
{
    private const string Good = """
        version: 1
        networks: { office: 203.0.113.0/24 }
        guardrails:
          - name: closed
            description: Nothing comes in.
            groups: { name: web }
            forbid: { ingress: any }
        exemptions:
          - { reason: SEC-1, until: 2020-01-31, groups: { id: sg-1 }, allow: any }
          - { reason: SEC-2, until: 9999-12-31, allow: any, groups: { id: sg-2 } }
        tests:
          - name: nobody comes in
            group: { name: web }
            rules: [ingress tcp/22 from 10.0.0.0/8]
            expect: { violates: closed, revoke: all }

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("sgwatch-").FullName;

    [Fact]
    public async Task Lint_says_that_nothing_is_wrong_and_warns_of_void_exemptions()
    {
        var file = Write(Good);

        var result = await Cli.RunAsync("", "policy", "lint", "--policy", file);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
        [
            $"{file}:9:1: POL101 exemptions[0]: warning: void since its last day, 2020-01-31; take it out or renew it",
            $"{file}: no mistakes: 1 guardrail, 2 exemptions, 1 test",
        ], result.Lines.Select(line => line.TrimEnd()));
    }

    [Fact]
    public async Task Lint_tells_all_mistakes_a_line_each_and_ends_with_2()
    {
        var file = Write("version: 1\nmod: observe\nnetworks: { a: ofice, office: 10.0.0.0/8 }\n");

        var result = await Cli.RunAsync("", "policy", "lint", "--policy", file);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(
        [
            $"{file}:2:1: POL010 mod: unknown key 'mod' — did you mean 'mode'?",
            $"{file}:3:16: POL020 networks.a: unknown network 'ofice' — did you mean 'office'?",
        ], result.Lines.Select(line => line.TrimEnd()));
    }

    [Fact]
    public async Task Lint_writes_json_too()
    {
        var file = Write("version: 1\nmod: observe\n");

        using var json = JsonDocument.Parse((await Cli.RunAsync("", "policy", "lint", "--policy", file, "--format", "json")).Output);

        Assert.False(json.RootElement.GetProperty("ok").GetBoolean());
        var problem = Assert.Single(json.RootElement.GetProperty("problems").EnumerateArray().ToArray());
        Assert.Equal("POL010", problem.GetProperty("code").GetString());
        Assert.Equal((2, 1), (problem.GetProperty("line").GetInt32(), problem.GetProperty("column").GetInt32()));
        Assert.Equal("mod", problem.GetProperty("path").GetString());
    }

    [Theory]
    [InlineData("policy", "lint")]
    [InlineData("policy", "test")]
    [InlineData("policy", "show")]
    [InlineData("judge")]
    public async Task A_file_that_is_not_there_or_has_mistakes_ends_with_2(params string[] command)
    {
        var missing = await Cli.RunAsync("", [.. command, "--policy", Path.Combine(_folder, "none.yaml")]);
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("no such file", missing.Output + missing.Error, StringComparison.Ordinal);

        var broken = await Cli.RunAsync("", [.. command, "--policy", Write("version: 2\n")]);
        Assert.Equal(2, broken.ExitCode);
        Assert.Contains(":1:10: POL014 version: expected", broken.Output + broken.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_reported()
    {
        var result = await Cli.RunAsync("", "policy", "lint", "--policy", Write(new string('#', 2 << 20)));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("POL001", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tests_that_pass_end_with_0()
    {
        var result = await Cli.RunAsync("", "policy", "test", "--policy", Write(Good));

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["pass  nobody comes in", "1 passed, 0 failed"], result.Lines.Select(line => line.TrimEnd()));
    }

    [Fact]
    public async Task A_test_that_fails_ends_with_1_and_says_what_differs()
    {
        var file = Write(Good.Replace("revoke: all", "revoke: none", StringComparison.Ordinal));

        var result = await Cli.RunAsync("", "policy", "test", "--policy", file);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
        [
            $"FAIL  nobody comes in  ({file}:12)",
            "        + revokes ingress tcp/22 from 10.0.0.0/8",
            "0 passed, 1 failed (- expected and not done, + done and not expected)",
        ], result.Lines.Select(line => line.TrimEnd()));
        using var json = JsonDocument.Parse((await Cli.RunAsync("", "policy", "test", "--policy", file, "--format", "json")).Output);
        Assert.Equal(1, json.RootElement.GetProperty("failed").GetInt32());
        var differences = json.RootElement.GetProperty("tests")[0].GetProperty("differences");
        Assert.Equal("+ revokes ingress tcp/22 from 10.0.0.0/8", differences[0].GetString());
    }

    [Fact]
    public async Task The_built_in_policy_passes_its_tests_and_is_shown_in_plain_words()
    {
        var tested = await Cli.RunAsync("", "policy", "test");
        var shown = await Cli.RunAsync("", "policy", "show");

        Assert.Equal((0, 0), (tested.ExitCode, shown.ExitCode));
        Assert.EndsWith("0 failed", tested.Lines[^1].TrimEnd(), StringComparison.Ordinal);
        Assert.StartsWith("built-in  sha256 ", shown.Output, StringComparison.Ordinal);
        Assert.Contains(
            "  Groups named default may not admit any traffic; a rule that does, new or old, is revoked.",
            shown.Lines.Select(line => line.TrimEnd()));
    }

    [Fact]
    public async Task Show_marks_exemptions_that_are_void_and_writes_json_too()
    {
        var file = Write(Good);

        Assert.Contains("exemption (void)", (await Cli.RunAsync("", "policy", "show", "--policy", file)).Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await Cli.RunAsync("", "policy", "show", "--policy", file, "--format", "json")).Output);
        Assert.Equal("closed", json.RootElement.GetProperty("guardrails")[0].GetProperty("name").GetString());
        Assert.False(json.RootElement.GetProperty("exemptions")[0].GetProperty("inForce").GetBoolean());
    }

    [Fact]
    public async Task The_schema_is_printed()
    {
        var result = await Cli.RunAsync("", "policy", "schema");

        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", json.RootElement.GetProperty("$schema").GetString());
    }

    [Fact]
    public async Task Judge_takes_the_policy_that_is_named()
    {
        const string Group = """{"group":{"id":"sg-1","name":"web"},"rules":["ingress tcp/22 from 10.0.0.0/8"]}""";

        var result = await Cli.RunAsync(Group, "judge", "--policy", Write(Good));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("\"guardrail\":\"closed\"", result.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Cli.RunAsync(Group, "judge")).ExitCode);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string text)
    {
        var file = Path.Combine(_folder, "policy.yaml");
        File.WriteAllText(file, text);
        return file;
    }
}
