using System.CommandLine;
using SgWatch.Cli.Options;
using SgWatch.Policies;
using SgWatch.Policies.Reading;
using SgWatch.Reports;
using SgWatch.Verdicts.Testing;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch policy</c>: the policy file, before it guards anything.</summary>
internal static class PolicyCommand
{
    public static Command Create(TextWriter output, TextWriter error, TimeProvider time) =>
        new Command("policy", "Checks, tests and explains the policy file.")
        {
            Lint(output, time),
            Test(output, error, time),
            Show(output, error, time),
            Schema(output),
        }.WithDetails("""
            docs/policy.md describes the language. The folder policies/ has files to start from.
            """).WithExamples("""
            sgwatch policy lint --policy sgwatch.yaml
            sgwatch policy test --policy sgwatch.yaml
            sgwatch policy show
            sgwatch policy schema > sgwatch.schema.json
            """);

    private static Command Lint(TextWriter output, TimeProvider time)
    {
        var (policy, format) = (new PolicyOption(), FormatOption.ForReports());
        var command = new Command("lint", "Lists every mistake in the file, with line and column.")
        {
            policy.Option,
            format.Option,
        };
        command.SetAction(parsed =>
        {
            var file = policy.File(parsed);
            var report = new PolicyLintReport(file.Name, file.Result, time.GetUtcNow());
            format.Write(report, parsed, output);
            return report.IsUsable ? ExitCode.Clean : ExitCode.Usage;
        });
        return command
            .WithDetails("It also warns of exemptions that have ended, or that end within 30 days.")
            .WithExamples("""
                sgwatch policy lint --policy sgwatch.yaml
                sgwatch policy lint --policy sgwatch.yaml --format json
                """);
    }

    private static Command Test(TextWriter output, TextWriter error, TimeProvider time)
    {
        var (policy, format) = (new PolicyOption(), FormatOption.ForReports());
        var command = new Command("test", "Runs the file's own tests.")
        {
            policy.Option,
            format.Option,
        };
        command.SetAction(parsed => WithPolicy(policy.File(parsed), error, (file, inForce) =>
        {
            var report = new PolicyTestReport(file.Name, PolicyTestRunner.Run(inForce, time.GetUtcNow()));
            format.Write(report, parsed, output);
            return report.Failed > 0 ? ExitCode.Findings : ExitCode.Clean;
        }));
        return command
            .WithDetails("Every rule in a test counts as new. The policy is tested as if its mode were enforce.")
            .WithExamples("sgwatch policy test --policy sgwatch.yaml");
    }

    private static Command Show(TextWriter output, TextWriter error, TimeProvider time)
    {
        var (policy, format) = (new PolicyOption(), FormatOption.ForReports());
        var command = new Command("show", "Says in plain words what the policy means.") { policy.Option, format.Option };
        command.SetAction(parsed => WithPolicy(policy.File(parsed), error, (_, inForce) =>
        {
            format.Write(new PolicyDescription(inForce, time.GetUtcNow()), parsed, output);
            return ExitCode.Clean;
        }));
        return command.WithExamples("""
            sgwatch policy show
            sgwatch policy show --policy sgwatch.yaml
            """);
    }

    private static Command Schema(TextWriter output)
    {
        var command = new Command("schema", "Prints the JSON Schema (2020-12) with which editors complete and check the file.");
        command.SetAction(_ => output.Write(PolicySchema.Text));
        return command.WithExamples("sgwatch policy schema > sgwatch.schema.json");
    }

    private static int WithPolicy(PolicyFile file, TextWriter error, Func<PolicyFile, Policy, int> run)
    {
        if (file.Result is PolicyReadResult.Accepted(var policy))
        {
            return run(file, policy);
        }
        PolicyProblems.Write(file.Name, file.Result, error);
        return ExitCode.Usage;
    }
}
