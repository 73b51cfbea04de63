using System.CommandLine;
using SgWatch.Cli.Judging;
using SgWatch.Cli.PolicyFiles;
using SgWatch.Policies;
using SgWatch.Verdicts;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch judge</c>: verdicts on groups given as data.</summary>
internal static class JudgeCommand
{
    public static Command Create(Stream input, TextWriter output, TextWriter error)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "What 'aws ec2 describe-security-groups' or 'describe-security-group-rules' prints, or JSON lines; - is standard input (the default).",
            Arity = ArgumentArity.ZeroOrMore,
        };
        files.Validators.Add(result =>
        {
            foreach (var option in result.Tokens.Select(token => token.Value).Where(value => value.Length > 1 && value[0] == '-'))
            {
                result.AddError($"'{option}' is no option of judge.");
            }
        });
        var format = new Option<string>("--format")
        {
            Description = "jsonl: a verdict a line (the default). table: for people.",
            DefaultValueFactory = _ => "jsonl",
        };
        format.AcceptOnlyFromAmong("jsonl", "table");
        var grouped = new Option<bool>("--grouped")
        {
            Description = "The rules of each group stand together in the input: judge each group as it comes, in little memory.",
        };
        var policy = new PolicyOption();
        var command = new Command("judge",
            """
            Says what the policy makes of groups given as data, without AWS. Every rule counts as new. One verdict for each group, in order.
            """)
        {
            files,
            format,
            grouped,
            policy.Option,
        };
        command.SetAction(parsed => policy.Policy(parsed, error) is { } inForce
            ? Run(inForce, parsed.GetValue(files) is { Length: > 0 } named ? named : ["-"], parsed.GetValue(format) == "table", parsed.GetValue(grouped), input, output, error)
            : ExitCode.Usage);
        return command.WithExamples("""
            aws ec2 describe-security-groups | sgwatch judge
            echo '{"group":{"id":"sg-1","name":"web"},"rules":["ingress tcp/22 from 0.0.0.0/0"]}' | sgwatch judge
            """);
    }

    private static int Run(Policy policy, string[] files, bool isTable, bool isGrouped, Stream input, TextWriter output, TextWriter error)
    {
        var (hasFindings, hasMistakes) = (false, false);
        using var lines = new VerdictLines(output);
        var now = TimeProvider.System.GetUtcNow();
        foreach (var file in files)
        {
            if (file != "-" && !File.Exists(file))
            {
                error.WriteLine($"sgwatch judge: {file}: no such file");
                hasMistakes = true;
                continue;
            }
            using var opened = file == "-" ? null : File.OpenRead(file);
            foreach (var entry in ReadAhead.Of(JudgeInput.ReadAll(opened ?? input, isGrouped)))
            {
                switch (entry)
                {
                    case JudgeInput.Group(var group, var prefixLists):
                        var verdict = Judge.Decide(new(policy, group, prefixLists, InspectionCause.Request, now));
                        hasFindings |= !verdict.IsCompliant;
                        if (isTable)
                        {
                            output.WriteLine(VerdictText.Write(verdict));
                        }
                        else
                        {
                            lines.Write(verdict);
                        }
                        break;
                    case JudgeInput.Mistake(var where, var message):
                        error.WriteLine($"sgwatch judge: {(file == "-" ? "standard input" : file)}, {where}: {message}");
                        hasMistakes = true;
                        break;
                }
            }
        }
        return hasMistakes ? ExitCode.Usage : hasFindings ? ExitCode.Findings : ExitCode.Clean;
    }
}
