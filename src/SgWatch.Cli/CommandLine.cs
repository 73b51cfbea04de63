using System.CommandLine;
using SgWatch.Cli.Commands;

namespace SgWatch.Cli;

/// <summary>The <c>sgwatch</c> command: its subcommands, its help, its exit codes.</summary>
internal static class CommandLine
{
    // a command that is stopped finishes its change, and deletes what it made
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(3);

    /// <summary>Reads the command line and runs the command that it names.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Stream input, TextWriter output, TextWriter error)
    {
        var root = Root(input, output, error);
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
            {
                error.WriteLine($"sgwatch: {problem.Message}");
            }
            error.WriteLine($"Try: {Path(parsed.CommandResult.Command)} --help");
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

    /// <summary>The command with all its subcommands.</summary>
    public static RootCommand Root(Stream input, TextWriter output, TextWriter error)
    {
        var root = new RootCommand(
            """
            SgWatch guards AWS security groups. When somebody changes a group, it reads the group, takes away exactly what the policy
            forbids, records what it did, and notifies people.

            Start with:  sgwatch demo     the whole loop in one process, without an AWS account
                         sgwatch lab      a guarded AWS account on this machine, for any AWS client
                         sgwatch judge    verdicts on groups given as data
                         sgwatch policy   the policy file: its mistakes, its tests, its meaning in plain words

            Exit codes: 0 clean, 1 findings, 2 wrong command line, policy or input, 3 AWS or I/O failure.
            """)
        {
            AttackCommand.Create(output, error, TimeProvider.System),
            BaselineCommand.Create(input, output, error, TimeProvider.System),
            DemoCommand.Create(output, error),
            ExplainCommand.Create(output, error, TimeProvider.System),
            IncidentsCommand.Create(input, output, error, TimeProvider.System),
            JudgeCommand.Create(input, output, error),
            LabCommand.Create(output, error),
            PackageCommand.Create(output, error),
            PolicyCommand.Create(output, error, TimeProvider.System),
        };
        Help.Extend(root);
        return root;
    }

    // such as "sgwatch incidents list"
    private static string Path(Command command) => command is RootCommand
        ? "sgwatch"
        : $"{command.Parents.OfType<Command>().Select(Path).FirstOrDefault("sgwatch")} {command.Name}";
}
