namespace SgWatch.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("attack", "--help")]
    [InlineData("judge", "--help")]
    [InlineData("lab", "--help")]
    [InlineData("demo", "--help")]
    [InlineData("package", "--help")]
    public async Task Help_teaches_and_ends_clean(params string[] arguments)
    {
        var result = await Cli.RunAsync("", arguments);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Usage:", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("dance")]
    [InlineData("judge", "--frmat", "table")]
    [InlineData("judge", "--format", "xml")]
    [InlineData("lab", "--aws-port", "many")]
    [InlineData("lab", "--upstream", "nowhere")]
    [InlineData("package", "--arch", "mips")]
    public async Task A_wrong_command_line_is_told_and_ends_with_2(params string[] arguments)
    {
        var result = await Cli.RunAsync("", arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("--help", result.Error, StringComparison.Ordinal);
    }
}
