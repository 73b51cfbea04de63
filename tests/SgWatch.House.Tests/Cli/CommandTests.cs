using System.Collections.Immutable;
using System.CommandLine;
using System.Text.RegularExpressions;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Cli;

/// <summary>Every command that people are told to type is one that there is.</summary>
public partial class CommandTests
{
    [Fact]
    public void Every_command_in_a_doc_a_message_or_a_comment_parses() => Breach.AssertNone(
        from mention in Mentions.All
        let fault = FaultOf(mention)
        where fault is not null
        select new Breach(mention.Path, mention.Line, $"{mention}: {fault}"),
        "Name a command that there is, with options that it has; what comes later isn't promised.");

    [Fact]
    public void Every_command_is_in_a_doc()
    {
        var named = Mentions.All.Where(mention => mention.Path.EndsWith(".md", StringComparison.Ordinal))
            .Select(mention => string.Join(' ', NameOf(mention.Words)))
            .ToHashSet();
        Breach.AssertNone(
            from command in Commands.All
            let name = string.Join(' ', Commands.PathOf(command))
            where command.Subcommands.Count == 0 && !named.Contains(name)
            select new Breach("docs", 1, $"sgwatch {name} is in no doc"),
            "Say in a doc what the command is for.");
    }

    [Fact]
    public void The_help_of_every_command_is_read() =>
        Assert.All(Commands.All, command => Assert.Contains(HelpText.All, text => text.Path == HelpText.NameOf(command)));

    [Theory]
    [InlineData("run `sgwatch policy lint --policy FILE` first", "policy lint --policy FILE")]
    [InlineData("'sgwatch incidents show {id}'.", "incidents show {id}")]
    [InlineData("$ ./sgwatch lab &", "lab")]
    [InlineData("aws ec2 describe-security-groups | ./sgwatch judge --format table", "judge --format table")]
    [InlineData("./sgwatch package --arch arm64 --out dist     # the function", "package --arch arm64 --out dist")]
    [InlineData("sgwatch judge: no such file", "judge")]
    [InlineData("`sgwatch incidents list|show`", "incidents list", "incidents show")]
    [InlineData("the prefix is sgwatch, and the image lies at dist/sgwatch today")]
    public void A_command_is_found_in_a_text(string text, params string[] commands) =>
        Assert.Equal(commands, Mentions.InText("a.md", 1, text).Select(mention => string.Join(' ', mention.Words)));

    [Theory]
    [InlineData("`sgwatch policy lint --policy FILE`", true)]
    [InlineData("`sgwatch replay`", false)] // no such command
    [InlineData("`sgwatch judge --fix`", false)] // no such option
    [InlineData("`sgwatch judge --format yaml`", false)] // no such value
    [InlineData("`sgwatch incidents show`", true)] // a command that is only named may lack its arguments
    [InlineData("sgwatch judge: no such file", true)]
    [InlineData("sgwatch scan: no such file", false)]
    public void A_command_that_there_is_not_is_a_fault(string text, bool isFine) =>
        Assert.Equal(isFine, FaultOf(Mentions.InText("a.md", 1, text).Single()) is null);

    private static string? FaultOf(Mention mention)
    {
        var named = NameOf(mention.Words);
        if (named.Length == 0)
        {
            return mention.Words is ["--help" or "-h" or "--version", ..] ? null : "there is no such command";
        }
        if (!mention.IsWhole || named.Length == mention.Words.Length)
        {
            return null;
        }
        var errors = Commands.Root.Parse([.. mention.Words.Select(Fill)]).Errors;
        return errors.Count == 0 ? null : string.Join(' ', errors.Select(error => error.Message));
    }

    /// <summary>The words that name a command; none if there is no such command.</summary>
    private static ImmutableArray<string> NameOf(ImmutableArray<string> words)
    {
        Command command = Commands.Root;
        var count = 0;
        while (count < words.Length && command.Subcommands.FirstOrDefault(child => child.Name == words[count]) is { } child)
        {
            (command, count) = (child, count + 1);
        }
        return words[..count];
    }

    // FILE, <id>, {incident.Id} and … stand for what the reader has
    private static string Fill(string word) => word switch
    {
        "INCIDENT" or "{incident.Id}" => "inc-0123456789abcdef",
        "GROUP" or "$id" => "sg-0123456789abcdef0",
        "RULE" => "sgr-0123456789abcdef0",
        _ => Placeholder().IsMatch(word) ? "1" : word,
    };

    [GeneratedRegex(@"^(<[^>]*>|\{[^}]*\}|…|\.\.\.|[A-Z][A-Z_-]+)$")]
    private static partial Regex Placeholder();
}
