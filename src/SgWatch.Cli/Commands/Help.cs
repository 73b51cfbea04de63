using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace SgWatch.Cli.Commands;

/// <summary>Adds details and examples to a command's own help. The list of commands shows only the command's one sentence.</summary>
internal static class Help
{
    private const string Usage = "\n\nUsage:";

    private static readonly ConditionalWeakTable<Command, string> Details = [];
    private static readonly ConditionalWeakTable<Command, string> Examples = [];

    /// <summary>Gives a command details, which follow its description.</summary>
    public static Command WithDetails(this Command command, string text)
    {
        Details.Add(command, text);
        return command;
    }

    /// <summary>Gives a command examples, which end its help.</summary>
    public static Command WithExamples(this Command command, string text)
    {
        Examples.Add(command, text);
        return command;
    }

    /// <summary>Makes the help of every command show its details and examples.</summary>
    public static void Extend(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExtendedHelp((SynchronousCommandLineAction)help.Action!);
    }

    private sealed class ExtendedHelp(SynchronousCommandLineAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var configuration = parseResult.InvocationConfiguration;
            var output = configuration.Output;
            using var written = new StringWriter { NewLine = "\n" };
            configuration.Output = written;
            var code = help.Invoke(parseResult);
            configuration.Output = output;
            // the library names the program by its assembly, but people run sgwatch
            var text = written.ToString().Replace(RootCommand.ExecutableName, "sgwatch", StringComparison.Ordinal);
            var command = parseResult.CommandResult.Command;
            if (Details.TryGetValue(command, out var details))
            {
                var end = text.IndexOf(Usage, StringComparison.Ordinal);
                text = text.Insert(end, $"\n{Indented(details)}");
            }
            output.Write(text);
            if (Examples.TryGetValue(command, out var examples))
            {
                output.WriteLine($"Examples:\n{Indented(examples)}\n");
            }
            return code;
        }

        private static string Indented(string text) => string.Join('\n', text.Split('\n').Select(line => $"  {line}"));
    }
}
