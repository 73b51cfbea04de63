using System.Collections.Immutable;
using System.CommandLine;
using SgWatch.Cli;

namespace SgWatch.House.Tests.Cli;

/// <summary>The commands of the real <c>sgwatch</c>, which is never run here, only asked to parse.</summary>
internal static class Commands
{
    /// <summary>The command line, as <c>Program.cs</c> makes it.</summary>
    public static RootCommand Root { get; } = CommandLine.Root(Stream.Null, TextWriter.Null, TextWriter.Null);

    /// <summary>The root and every command below it.</summary>
    public static ImmutableArray<Command> All { get; } = [.. Below(Root)];

    /// <summary>The words after <c>sgwatch</c> that name the command.</summary>
    public static ImmutableArray<string> PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? [.. PathOf(parent), command.Name] : [];

    private static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(Below).Prepend(command);
}
