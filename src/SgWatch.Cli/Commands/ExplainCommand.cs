using System.CommandLine;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Ec2;
using SgWatch.Aws.Settings;
using SgWatch.Calls;
using SgWatch.Cli.Judging;
using SgWatch.Cli.PolicyFiles;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch explain</c>: one live group, rule by rule.</summary>
internal static class ExplainCommand
{
    public static Command Create(TextWriter output, TextWriter error, TimeProvider time)
    {
        var group = new Argument<string>("GROUP") { Description = "The group's id, such as sg-0123456789abcdef0." };
        var policy = new PolicyOption();
        var region = new Option<string?>("--region") { Description = "The group's region (else where the AWS CLI takes it from)." };
        var profile = new Option<string?>("--profile") { Description = "A profile of the AWS CLI's files." };
        var format = new Option<string>("--format") { Description = "table: for people (the default). json: the verdict.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json");
        var command = new Command("explain",
            "Reads one group as it is now and says of every rule what each guardrail makes of it, why, and what would be done. Changes nothing.")
        {
            group,
            policy.Option,
            region,
            profile,
            format,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (policy.Policy(parsed, error) is not { } inForce)
            {
                return ExitCode.Usage;
            }
            var settings = AwsSettings.FromEnvironment(Environment.GetEnvironmentVariable);
            settings = settings with { Region = parsed.GetValue(region) ?? settings.Region, Profile = parsed.GetValue(profile) ?? settings.Profile };
            return await RunAsync(
                parsed.GetValue(group)!, inForce, settings, parsed.GetValue(format) == "json", output, error, time, cancellationToken);
        });
        return command.WithExamples("""
            sgwatch explain sg-0123456789abcdef0
            sgwatch explain sg-0123456789abcdef0 --region eu-west-1 --policy sgwatch.yaml --format json
            """);
    }

    private static async Task<int> RunAsync(
        string groupId, Policy policy, AwsSettings settings, bool isJson,
        TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = new AwsConnection(settings, error.WriteLine);
            var groups = new AwsSecurityGroupsProvider(connection, new(connection, time), time).Open(default);
            var read = await groups.ReadAsync(groupId, cancellationToken);
            if (read is CallResult<SecurityGroup>.Failed(var failure))
            {
                error.WriteLine($"sgwatch explain: {groupId}: {failure.Operation}: {failure.Code}: {failure.Message}");
                return ExitCode.Failed;
            }
            var group = ((CallResult<SecurityGroup>.Ok)read).Value;
            var lists = await LivePrefixLists.ReadAsync(groups, Judge.PrefixListsOf(policy, group), cancellationToken);
            var verdict = Judge.Decide(new(policy, group, lists, InspectionCause.Request, time.GetUtcNow()));
            if (isJson)
            {
                using var lines = new VerdictLines(output);
                lines.Write(verdict);
            }
            else
            {
                output.WriteLine(GroupExplanation.Write(policy, verdict));
            }
            return verdict.IsCompliant ? ExitCode.Clean : ExitCode.Findings;
        }
        catch (AwsConfigurationException problem)
        {
            error.WriteLine($"sgwatch explain: {problem.Message}");
            return ExitCode.Usage;
        }
    }
}
