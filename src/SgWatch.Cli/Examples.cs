using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SgWatch.Cli;

/// <summary>Puts examples at the end of a command's own help, where they don't crowd the list of commands.</summary>
internal static class Examples
{
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<Command, string> Texts = [];

    /// <summary>Gives a command its examples.</summary>
    public static Command WithExamples(this Command command, string text)
    {
        Texts.Add(command, text);
        return command;
    }

    /// <summary>Has the help of every command below end with its examples.</summary>
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
            // the help takes the program's name from the assembly's; people run ./sgwatch
            output.Write(text.ToString().Replace(RootCommand.ExecutableName, "sgwatch", StringComparison.Ordinal));
            if (Texts.TryGetValue(parseResult.CommandResult.Command, out var examples))
            {
                output.WriteLine($"Examples:\n{string.Join('\n', examples.Split('\n').Select(line => $"  {line}"))}\n");
            }
            return code;
        }
    }
}
