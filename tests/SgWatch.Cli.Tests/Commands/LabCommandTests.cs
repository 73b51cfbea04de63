namespace SgWatch.Cli.Tests.Commands;

public sealed class LabCommandTests
{
    [Theory]
    [InlineData("soon")]
    [InlineData("15")]
    [InlineData("-1h")]
    [InlineData("0m")]
    [InlineData("99999d")]
    [InlineData("h")]
    public async Task A_time_between_sweeps_that_is_none_is_refused(string text)
    {
        var result = await Cli.RunAsync("", "lab", $"--sweep-every={text}", "--aws-port", "0", "--console-port", "0");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--sweep-every: expected a time such as 30s, 15m, 1h or 2d, or 'never'", result.Error, StringComparison.Ordinal);
    }
}
