using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SgWatch.Cli.Options;
using SgWatch.Guard;
using SgWatch.Lab;
using SgWatch.Lab.Guarded;
using SgWatch.Policies;
using SgWatch.Text;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch lab</c>: a guarded AWS account on this machine.</summary>
internal static class LabCommand
{
    private sealed record Settings(LabOptions Lab, int ConsolePort, string? Account, Policy Policy);

    public static Command Create(TextWriter output, TextWriter error)
    {
        var awsPort = new Option<int>("--aws-port")
        {
            Description = "The port for AWS clients. 0 takes a free one.",
            DefaultValueFactory = _ => 4566,
        };
        var consolePort = new Option<int>("--console-port")
        {
            Description = "The port for /api/incidents, /api/notifications, /api/groups, /api/baseline, /api/events. 0 takes a free one.",
            DefaultValueFactory = _ => 8080,
        };
        var upstream = new Option<Uri?>("--upstream")
        {
            Description = "The URL of another emulator, such as moto's server, that does the EC2 part.",
            CustomParser = ParseUrl,
        };
        var sweepEvery = new Option<TimeSpan>("--sweep-every")
        {
            Description = "The time between two sweeps, such as 30s, 15m or 1h. 'never' or 0: only the one at the start. (default: 1h)",
            CustomParser = ParseInterval,
        };
        var unswept = new Option<bool>("--unswept")
        {
            Description = "Start without a guard. It is deployed by the first sweep that you ask for; what was open before is old.",
        };
        var policy = new PolicyOption();
        var account = new Option<string?>("--account")
        {
            Description = "The account's id, 12 digits (default: 111122223333, or the upstream's account).",
        };
        var command = new Command("lab", "Runs a guarded AWS account on this machine, for any AWS client, until Ctrl-C.")
        {
            awsPort,
            consolePort,
            upstream,
            account,
            sweepEvery,
            unswept,
            policy.Option,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (policy.Policy(parsed, error) is not { } inForce)
            {
                return ExitCode.Usage;
            }
            var options = new LabOptions
            {
                Port = parsed.GetValue(awsPort),
                Upstream = parsed.GetValue(upstream),
                Sweeps = parsed.GetValue(unswept) ? SweepMode.Unswept : SweepMode.AtStart,
            };
            if (parsed.GetResult(sweepEvery) is not null)
            {
                options = options with { SweepEvery = parsed.GetValue(sweepEvery) is { Ticks: > 0 } every ? every : null };
            }
            var settings = new Settings(options, parsed.GetValue(consolePort), parsed.GetValue(account), inForce);
            return await RunAsync(settings, output, error, cancellationToken);
        });
        return command
            .WithDetails("""
                It has security groups, VPCs, prefix lists, tags, CloudTrail's history (lookup-events), SNS and STS.
                It accepts any credentials, and requests from this machine alone: no web page of another site can call it.
                Its guard closes a group within a second after it was opened, and reports it here.
                The guard also sweeps: when the lab starts, and then every hour. It remembers each group, so a sweep finds what is new.
                The lab can misbehave as AWS does: lose events, show changes late, fail calls.
                It can also put its clock ahead and make the guard's record fail. docs/lab.md has an example of each.
                """)
            .WithExamples("""
                sgwatch lab
                export AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any
                id=$(aws ec2 create-security-group --group-name web --description web --query GroupId --output text)
                aws ec2 authorize-security-group-ingress --group-id $id --protocol tcp --port 22 --cidr 0.0.0.0/0
                aws ec2 describe-security-group-rules --filters Name=group-id,Values=$id
                curl http://127.0.0.1:4566 -H 'X-SgWatch-Lab: 1' -d 'Version=sgwatch-lab&Action=Sweep'
                sgwatch lab --unswept
                """);
    }

    private static async Task<int> RunAsync(Settings settings, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            var options = settings.Lab;
            var account = settings.Account
                ?? (options.Upstream is { } upstream ? await UpstreamAccount.AskAsync(upstream, cancellationToken) : options.AccountId);
            await using var lab = await GuardedLab.StartAsync(
                options with { AccountId = account },
                settings.Policy, TimeProvider.System, response => Report(response, error), cancellationToken);
            await using var api = await LabApi.StartAsync(lab, settings.ConsolePort, cancellationToken);
            output.WriteLine($"ready aws={lab.Host.Url.ToString().TrimEnd('/')} console={api.Url.ToString().TrimEnd('/')}");
            output.Flush();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
                .ContinueWith(_ => { }, TaskScheduler.Default);
            return ExitCode.Clean;
        }
        catch (Exception problem) when (problem is IOException or HttpRequestException)
        {
            error.WriteLine($"sgwatch lab: {problem.Message}");
            return ExitCode.Failed;
        }
    }

    private static void Report(GuardResponse response, TextWriter error)
    {
        foreach (var group in response.Groups.Where(group => group.Outcome != GuardOutcome.Compliant))
        {
            var what = group.Revoked.IsEmpty ? group.Failure?.Code ?? "" : string.Join(", ", group.Revoked.Select(rule => rule.ToString()));
            error.WriteLine($"{JsonOutput.Word(group.Outcome),-8}  {group.GroupId}  {SafeText.Line(what)}");
        }
    }

    // zero for no further sweep
    private static TimeSpan ParseInterval(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text is "never" or "0")
        {
            return default;
        }
        var seconds = text.LastOrDefault() switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
        if (seconds > 0 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is > 0 and <= 10_000)
        {
            return TimeSpan.FromSeconds((long)count * seconds);
        }
        result.AddError("--sweep-every: expected a time such as 30s, 15m, 1h or 2d, or 'never'");
        return default;
    }

    private static Uri? ParseUrl(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return url;
        }
        result.AddError("--upstream: expected a URL such as http://127.0.0.1:5000");
        return null;
    }
}
