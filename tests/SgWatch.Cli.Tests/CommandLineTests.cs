using System.Collections.Immutable;
using System.CommandLine;

namespace SgWatch.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("attack", "--help")]
    [InlineData("baseline", "--help")]
    [InlineData("explain", "--help")]
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

    [Fact]
    public async Task The_help_of_every_command_has_a_sentence_and_examples_that_name_it()
    {
        foreach (var command in Commands(CommandLine.Root(Stream.Null, TextWriter.Null, TextWriter.Null), []))
        {
            var help = (await Cli.RunAsync("", [.. command, "--help"])).Output;
            var examples = help.Split("\nExamples:\n");
            Assert.Matches(@"^Description:\n  [A-Z].*\.\n", help);
            Assert.Contains($"Usage:\n  sgwatch {string.Join(' ', command)} ", help, StringComparison.Ordinal);
            Assert.Equal(2, examples.Length);
            Assert.Contains($"sgwatch {string.Join(' ', command)}", examples[1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_list_of_commands_has_a_line_for_each()
    {
        var help = (await Cli.RunAsync("", "--help")).Output;
        var list = help.Split("\nCommands:\n")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(9, list.Length);
        Assert.All(list, line => Assert.Matches("^  [a-z]", line));
    }

    [Fact]
    public async Task The_help_that_an_error_points_at_is_the_commands_own()
    {
        var result = await Cli.RunAsync("", "incidents", "list", "--frmat", "json");
        Assert.EndsWith("Try: sgwatch incidents list --help", result.Error.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x64")]
    [InlineData("x86_64")]
    [InlineData("amd64")]
    [InlineData("arm64")]
    public void A_package_is_built_for_an_architecture_by_any_of_its_names(string name) =>
        Assert.Empty(CommandLine.Root(Stream.Null, TextWriter.Null, TextWriter.Null).Parse(["package", "--arch", name]).Errors);

    [Theory]
    [InlineData("dance")]
    [InlineData("judge", "--frmat", "table")]
    [InlineData("judge", "--format", "xml")]
    [InlineData("explain", "web")]
    [InlineData("explain", "sg-1", "--as", "guess")]
    [InlineData("incidents", "show", "inc-1")]
    [InlineData("lab", "--aws-port", "many")]
    [InlineData("lab", "--upstream", "nowhere")]
    [InlineData("package", "--arch", "mips")]
    public async Task A_wrong_command_line_is_reported_and_ends_with_2(params string[] arguments)
    {
        var result = await Cli.RunAsync("", arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("--help", result.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<ImmutableArray<string>> Commands(Command parent, ImmutableArray<string> path) =>
        parent.Subcommands.SelectMany(command => Commands(command, path.Add(command.Name)).Prepend(path.Add(command.Name)));
}
