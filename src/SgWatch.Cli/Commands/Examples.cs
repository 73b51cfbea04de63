using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace SgWatch.Cli.Commands;

/// <summary>Puts examples at the end of a command's own help, so that they don't crowd the list of commands.</summary>
internal static class Examples
{
    private static readonly ConditionalWeakTable<Command, string> Texts = [];

    /// <summary>Gives a command its examples.</summary>
    public static Command WithExamples(this Command command, string text)
    {
        Texts.Add(command, text);
        return command;
    }

    /// <summary>Makes the help of every command end with its examples.</summary>
    public static void Show(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((SynchronousCommandLineAction)help.Action!);
    }

    private sealed class HelpWithExamples(SynchronousCommandLineAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var configuration = parseResult.InvocationConfiguration;
            var output = configuration.Output;
            using var text = new StringWriter();
            configuration.Output = text;
            var code = help.Invoke(parseResult);
            configuration.Output = output;
            // the library names the program by its assembly, but people run sgwatch
            output.Write(text.ToString().Replace(RootCommand.ExecutableName, "sgwatch", StringComparison.Ordinal));
            if (Texts.TryGetValue(parseResult.CommandResult.Command, out var examples))
            {
                output.WriteLine($"Examples:\n{string.Join('\n', examples.Split('\n').Select(line => $"  {line}"))}\n");
            }
            return code;
        }
    }
}
