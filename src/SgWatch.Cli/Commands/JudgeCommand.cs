using System.CommandLine;
using SgWatch.Cli.Options;
using SgWatch.Groups;
using SgWatch.Policies;
using SgWatch.Reports;
using SgWatch.Verdicts;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch judge</c>: verdicts on groups given as data.</summary>
internal static class JudgeCommand
{
    private const string StandardInput = "-";

    public static Command Create(Stream input, TextWriter output, TextWriter error)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "What 'aws ec2 describe-security-groups' or 'aws ec2 describe-security-group-rules' prints, or JSON lines. "
                + "- is standard input (the default).",
            Arity = ArgumentArity.ZeroOrMore,
        };
        files.Validators.Add(result =>
        {
            foreach (var option in result.Tokens.Select(token => token.Value).Where(value => value.Length > 1 && value[0] == '-'))
            {
                result.AddError($"'{option}' is not an option of judge.");
            }
        });
        var format = FormatOption.ForVerdicts();
        var grouped = new Option<bool>("--grouped")
        {
            Description = "The input lists the rules group by group. Each group is then judged as soon as it was read, in little memory.",
        };
        var policy = new PolicyOption();
        var command = new Command("judge", "Judges groups given as data, without AWS. Writes one verdict for each group.")
        {
            files,
            format.Option,
            grouped,
            policy.Option,
        };
        command.SetAction(parsed =>
        {
            if (policy.Policy(parsed, error) is not { } inForce)
            {
                return ExitCode.Usage;
            }
            using var writer = VerdictFormats.Open(format.Name(parsed), output);
            var named = parsed.GetValue(files) is { Length: > 0 } names ? names : [StandardInput];
            return Run(inForce, named, parsed.GetValue(grouped), writer, input, error);
        });
        return command
            .WithDetails("""
                Every rule counts as new. The verdicts come in the order of the groups.
                A JSON line is one group: {"group":{"id":"sg-1","name":"web"},"rules":["ingress tcp/22 from 0.0.0.0/0"]}
                """)
            .WithExamples("""
                aws ec2 describe-security-groups | sgwatch judge
                sgwatch judge groups.json --policy sgwatch.yaml --format table
                echo '{"group":{"id":"sg-1","name":"web"},"rules":["ingress tcp/22 from 0.0.0.0/0"]}' | sgwatch judge
                """);
    }

    private static int Run(Policy policy, string[] files, bool isGrouped, IVerdictWriter writer, Stream input, TextWriter error)
    {
        var (hasFindings, hasMistakes) = (false, false);
        var now = TimeProvider.System.GetUtcNow();
        foreach (var file in files)
        {
            var isInput = file == StandardInput;
            if (!isInput && !File.Exists(file))
            {
                error.WriteLine($"sgwatch judge: {file}: no such file");
                hasMistakes = true;
                continue;
            }
            using var opened = isInput ? null : File.OpenRead(file);
            foreach (var entry in ReadAhead.Of(GroupReader.Read(opened ?? input, isInput ? null : file, isGrouped)))
            {
                switch (entry)
                {
                    case GroupInput.Group(var group, var prefixLists):
                        var verdict = Judge.Decide(new(policy, group, prefixLists, InspectionCause.Request, now));
                        hasFindings |= !verdict.IsCompliant;
                        writer.Write(verdict);
                        break;
                    case GroupInput.Mistake(var where, var message):
                        error.WriteLine($"sgwatch judge: {(isInput ? "standard input" : file)}, {where}: {message}");
                        hasMistakes = true;
                        break;
                }
            }
        }
        return hasMistakes ? ExitCode.Usage : hasFindings ? ExitCode.Findings : ExitCode.Clean;
    }
}
