using System.CommandLine;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Ec2;
using SgWatch.Aws.Settings;
using SgWatch.Cli.Options;
using SgWatch.Guard.Reconciling;
using SgWatch.Policies;
using SgWatch.Reports;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch explain</c>: one live group, rule by rule.</summary>
internal static class ExplainCommand
{
    public static Command Create(TextWriter output, TextWriter error, TimeProvider time)
    {
        var group = new Argument<string>("GROUP") { Description = "The group's id, such as sg-0123456789abcdef0." };
        var policy = new PolicyOption();
        var aws = new AwsOptions("The group's region (else the AWS CLI's setting).");
        var format = FormatOption.ForExplanations();
        var command = new Command("explain", "Reads one group as it is now, and explains what the policy makes of each rule.")
        {
            group,
            policy.Option,
            format.Option,
        };
        aws.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (policy.Policy(parsed, error) is not { } inForce)
            {
                return ExitCode.Usage;
            }
            using var writer = ExplanationFormats.Open(format.Name(parsed), inForce, output);
            return await RunAsync(parsed.GetValue(group)!, inForce, aws.Settings(parsed), writer, error, time, cancellationToken);
        });
        return command
            .WithDetails("""
                For every rule it says what each guardrail finds, why, and what would be done. It changes nothing.
                """)
            .WithExamples("""
                sgwatch explain sg-0123456789abcdef0
                sgwatch explain sg-0123456789abcdef0 --region eu-west-1 --policy sgwatch.yaml --format json
                """);
    }

    private static async Task<int> RunAsync(
        string groupId, Policy policy, AwsSettings settings, IVerdictWriter writer,
        TextWriter error, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = new AwsConnection(settings, error.WriteLine);
            var groups = new AwsSecurityGroupsProvider(connection, new(connection, time), time).Open(default);
            if (!(await groups.ReadAsync(groupId, cancellationToken)).TryGet(out var group, out var failure))
            {
                error.WriteLine(
                    $"sgwatch explain: {SafeText.Line(groupId)}: {failure.Operation}: {failure.Code}: {SafeText.Line(failure.Message)}");
                return ExitCode.Failed;
            }
            var lists = await LivePrefixLists.ReadAsync(groups, Judge.PrefixListsOf(policy, group), cancellationToken);
            var verdict = Judge.Decide(new(policy, group, lists, InspectionCause.Request, time.GetUtcNow()));
            writer.Write(verdict);
            return verdict.IsCompliant ? ExitCode.Clean : ExitCode.Findings;
        }
        catch (AwsConfigurationException problem)
        {
            error.WriteLine($"sgwatch explain: {problem.Message}");
            return ExitCode.Usage;
        }
    }
}
