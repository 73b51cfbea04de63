using System.CommandLine;
using SgWatch.Cli.Commands;

namespace SgWatch.Cli;

/// <summary>The <c>sgwatch</c> command: its words, its help, its exit codes.</summary>
internal static class CommandLine
{
    // a command that is stopped finishes the change in hand, and takes away what it made
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(3);

    /// <summary>Every command, with its help; nothing is run.</summary>
    public static RootCommand Create(Stream input, TextWriter output, TextWriter error)
    {
        var root = new RootCommand(
            """
            SgWatch guards AWS security groups: it sees a change, looks at the group, takes away exactly what the policy forbids, and tells people.

            Start with:  sgwatch demo     the whole loop in one process, without an AWS account
                         sgwatch lab      a guarded AWS account on this machine, for any AWS client
                         sgwatch judge    what the policy says of groups given as data
                         sgwatch policy   the policy file: its mistakes, its tests, how it reads in plain words

            Exit codes: 0 clean, 1 findings, 2 wrong command line, policy or input, 3 AWS or I/O failure.
            """)
        {
            AttackCommand.Create(output, error, TimeProvider.System),
            DemoCommand.Create(output, error),
            ExplainCommand.Create(output, error, TimeProvider.System),
            IncidentsCommand.Create(input, output, error, TimeProvider.System),
            JudgeCommand.Create(input, output, error),
            LabCommand.Create(output, error),
            PackageCommand.Create(output, error),
            PolicyCommand.Create(output, error, TimeProvider.System),
        };
        Examples.Show(root);
        return root;
    }

    /// <summary>Reads the words and runs the command they name.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Stream input, TextWriter output, TextWriter error)
    {
        var parsed = Create(input, output, error).Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
            {
                error.WriteLine($"sgwatch: {problem.Message}");
            }
            error.WriteLine($"Try: sgwatch {(parsed.CommandResult.Command is RootCommand ? "" : $"{parsed.CommandResult.Command.Name} ")}--help");
            return ExitCode.Usage;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = LongestEnd,
            });
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("sgwatch: stopped");
            return ExitCode.Failed;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"sgwatch: {problem.Message}");
            return ExitCode.Failed;
        }
    }
}
