using SgWatch.Cli.Commands;

namespace SgWatch.Cli.Tests.Commands;

public sealed class IncidentsCommandTests
{
    [Theory]
    [InlineData("list")]
    [InlineData("show", "inc-0123456789abcdef")]
    [InlineData("undo", "inc-0123456789abcdef", "--yes")]
    public async Task Without_a_table_a_command_says_where_to_name_one(params string[] arguments)
    {
        var result = await Cli.RunAsync("", ["incidents", .. arguments]);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("--table NAME or SGWATCH_TABLE", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_help_has_examples()
    {
        var help = await Cli.RunAsync("", "incidents", "undo", "--help");
        Assert.Contains("sgwatch incidents undo inc-0123456789abcdef", help.Output, StringComparison.Ordinal);
    }
}
