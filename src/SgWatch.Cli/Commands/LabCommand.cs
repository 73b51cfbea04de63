using System.CommandLine;
using SgWatch.Cli.PolicyFiles;
using SgWatch.Guard;
using SgWatch.Lab;
using SgWatch.Lab.Guarded;
using SgWatch.Policies;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch lab</c>: a guarded AWS account on this machine.</summary>
internal static class LabCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var awsPort = new Option<int>("--aws-port") { Description = "The port for AWS clients; 0 for any that is free.", DefaultValueFactory = _ => 4566 };
        var consolePort = new Option<int>("--console-port") { Description = "The port of /api/incidents, /api/notifications, /api/groups and /api/events; 0 for any.", DefaultValueFactory = _ => 8080 };
        var upstream = new Option<Uri?>("--upstream")
        {
            Description = "Another emulator's URL, such as that of moto's server, to do the EC2 part.",
            CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
                ? url
                : Refuse<Uri?>(result, "--upstream: expected a URL such as http://127.0.0.1:5000"),
        };
        var policy = new PolicyOption();
        var account = new Option<string?>("--account") { Description = "The account's id, 12 digits (default: 111122223333, or the upstream's)." };
        var command = new Command("lab",
            """
            Runs a local AWS account that is guarded, for any AWS client, until Ctrl-C. It knows security groups, VPCs, prefix lists, tags, SNS and STS;
            any credentials do. Each opening is closed within the second and told here.
            """)
        {
            awsPort,
            consolePort,
            upstream,
            account,
            policy.Option,
        };
        command.SetAction(async (parsed, cancellationToken) => policy.Policy(parsed, error) is { } inForce
            ? await RunAsync(
                parsed.GetValue(awsPort), parsed.GetValue(consolePort), parsed.GetValue(upstream), parsed.GetValue(account), inForce, output, error, cancellationToken)
            : ExitCode.Usage);
        return command.WithExamples("""
            sgwatch lab
            export AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any
            id=$(aws ec2 create-security-group --group-name web --description web --query GroupId --output text)
            aws ec2 authorize-security-group-ingress --group-id $id --protocol tcp --port 22 --cidr 0.0.0.0/0
            aws ec2 describe-security-group-rules --filters Name=group-id,Values=$id
            """);
    }

    private static async Task<int> RunAsync(
        int port, int consolePort, Uri? upstream, string? account, Policy policy, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            var options = new LabOptions { Port = port, Upstream = upstream };
            account ??= upstream is null ? null : await UpstreamAccount.AskAsync(upstream, cancellationToken);
            await using var lab = await GuardedLab.StartAsync(
                account is null ? options : options with { AccountId = account },
                policy, TimeProvider.System, answer => Tell(answer, error), cancellationToken);
            await using var api = await LabApi.StartAsync(lab, consolePort, cancellationToken);
            output.WriteLine($"ready aws={lab.Host.Url.ToString().TrimEnd('/')} console={api.Url.ToString().TrimEnd('/')}");
            output.Flush();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
            return ExitCode.Clean;
        }
        catch (Exception problem) when (problem is IOException or HttpRequestException)
        {
            error.WriteLine($"sgwatch lab: {problem.Message}");
            return ExitCode.Failed;
        }
    }

    private static void Tell(GuardResponse answer, TextWriter error)
    {
        foreach (var group in answer.Groups.Where(group => group.Outcome != GuardOutcome.Compliant))
        {
            var what = group.Revoked.IsEmpty ? group.Failure?.Code ?? "" : string.Join(", ", group.Revoked.Select(rule => rule.ToString()));
            error.WriteLine($"{FindingJson.Word(group.Outcome),-8}  {group.GroupId}  {SafeText.Line(what)}");
        }
    }

    private static T? Refuse<T>(System.CommandLine.Parsing.ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }
}
