using SgWatch.Cli.Commands;

namespace SgWatch.Cli.Tests.Commands;

public sealed class BaselineCommandTests
{
    private const string Group = "sg-0123456789abcdef0";
    private const string Rule = "sgr-0123456789abcdef0";

    [Theory]
    [InlineData("list")]
    [InlineData("accept", Group, Rule, "--reason", "SEC-1")]
    [InlineData("drop", Group, Rule)]
    [InlineData("reset", "--yes")]
    public async Task Without_a_table_a_command_says_where_to_name_one(params string[] arguments)
    {
        var result = await Cli.RunAsync("", ["baseline", .. arguments]);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("--table NAME or SGWATCH_TABLE", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Option '--reason' is required", "accept", Group, Rule)]
    [InlineData("--reason: expected 1 to 200 characters", "accept", Group, Rule, "--reason", " ")]
    [InlineData("expected a day, such as 2026-12-31", "accept", Group, Rule, "--reason", "x", "--until", "tomorrow")]
    [InlineData("is no group: expected sg-", "drop", "web", Rule)]
    [InlineData("is no group: expected sg-", "drop", "1/eu-west-1/sg-1", Rule)]
    [InlineData("expected four words, such as: ingress tcp/22 from 0.0.0.0/0. A rule's id works too", "drop", Group, "ssh")]
    [InlineData("expected ACCOUNT/REGION", "reset", "111122223333")]
    public async Task A_mistake_says_what_was_expected(string message, params string[] arguments)
    {
        var result = await Cli.RunAsync("", ["baseline", .. arguments, "--table", "t"]);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_that_is_over_is_refused()
    {
        var result = await Cli.RunAsync("", "baseline", "accept", Group, Rule, "--reason", "x", "--until", "2020-01-01", "--table", "t");
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("--until 2020-01-01 is over already", result.Error, StringComparison.Ordinal);
    }
}
