using System.CommandLine;
using SgWatch.Cli.PolicyFiles;
using SgWatch.Policies;
using SgWatch.Policies.Reading;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch policy</c>: the policy file, before anything is guarded with it.</summary>
internal static class PolicyCommand
{
    public static Command Create(TextWriter output, TextWriter error, TimeProvider time) => new Command("policy",
        """
        Checks, tests and explains the policy file. The language: docs/policy.md; policies to start from: policies/.
        """)
    {
        Sub("lint", "Tells every mistake of the file, with line and column, and exemptions that are void or soon will be.",
            (file, isJson) => PolicyLint.Run(file, time.GetUtcNow(), isJson, output)),
        Sub("test", "Runs the file's own tests. Every rule of a test counts as new, and mode: observe counts as enforce.",
            (file, isJson) => WithPolicy(file, error, policy => PolicyTestReport.Run(file.Name, policy, time.GetUtcNow(), isJson, output))),
        Sub("show", "How the policy reads in plain words.",
            (file, isJson) => WithPolicy(file, error, policy => PolicyShow.Run(policy, time.GetUtcNow(), isJson, output))),
        Schema(output),
    }.WithExamples("""
        sgwatch policy lint --policy sgwatch.yaml
        sgwatch policy test
        sgwatch policy schema > sgwatch.schema.json
        """);

    private static Command Sub(string name, string description, Func<PolicyFile, bool, int> run)
    {
        var option = new PolicyOption();
        var format = new Option<string>("--format")
        {
            Description = "table: for people (the default). json: for programs.",
            DefaultValueFactory = _ => "table",
        };
        format.AcceptOnlyFromAmong("table", "json");
        var command = new Command(name, description) { option.Option, format };
        command.SetAction(parsed => run(option.File(parsed), parsed.GetValue(format) == "json"));
        return command;
    }

    private static Command Schema(TextWriter output)
    {
        var command = new Command("schema", "Prints the file's JSON Schema (2020-12), with which an editor completes and checks it.");
        command.SetAction(_ => output.Write(PolicySchema.Text));
        return command;
    }

    private static int WithPolicy(PolicyFile file, TextWriter error, Func<Policy, int> run)
    {
        if (file.Result is PolicyReadResult.Accepted(var policy))
        {
            return run(policy);
        }
        PolicyMistakes.Write(file, error);
        return ExitCode.Usage;
    }
}
