using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SgWatch.Attacks;
using SgWatch.Aws.Settings;
using SgWatch.Cli.Options;
using SgWatch.Lab.Events;
using SgWatch.Text;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch attack</c>: the attack suite against a guarded endpoint.</summary>
internal static class AttackCommand
{
    private static readonly TimeSpan LabTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AccountTimeout = TimeSpan.FromSeconds(300);

    private static readonly ImmutableDictionary<string, DeliveryMode> DeliveryModes = new Dictionary<string, DeliveryMode>
    {
        ["in-order"] = DeliveryMode.InOrder,
        ["doubled"] = DeliveryMode.Doubled,
        ["reversed"] = DeliveryMode.Reversed,
        ["late"] = DeliveryMode.Late,
        ["lost"] = DeliveryMode.Lost,
    }.ToImmutableDictionary();

    private sealed record Settings(
        AttackTargetOptions Target, ImmutableHashSet<int> Only, TimeSpan? Timeout, string Events, string Format);

    public static Command Create(TextWriter output, TextWriter error, TimeProvider time)
    {
        var endpoint = new Option<Uri?>("--endpoint-url")
        {
            Description = "The address of AWS: the lab's, or an emulator's (else AWS_ENDPOINT_URL, else AWS itself).",
            CustomParser = ParseUrl,
        };
        var account = new Option<string?>("--account")
        {
            Description = "The account that may be attacked (12 digits): a sandbox of your own. The lab needs no --account.",
        };
        var region = new Option<string?>("--region")
        {
            Description = "The region (else the AWS CLI's setting; on the lab us-east-1).",
        };
        var profile = new Option<string?>("--profile") { Description = "A profile of the AWS CLI's files." };
        var only = new Option<string?>("--only") { Description = "Only these attacks, such as 3,7." };
        var timeout = new Option<double?>("--timeout")
        {
            Description = "Seconds that the guard has for each attack (default: 30 on the lab, else 300).",
        };
        var events = new Option<string>("--events")
        {
            Description = "How the lab delivers events to its guard. late: after a sweep. lost: never, so only a sweep finds the change.",
            DefaultValueFactory = _ => "in-order",
        };
        events.AcceptOnlyFromAmong("in-order", "doubled", "reversed", "late", "lost");
        var eventRule = new Option<string?>("--event-rule")
        {
            Description = "The name of the guard's EventBridge rule, such as sgwatch-security-groups. Attack 17 needs it. "
                + "A lab says it itself.",
        };
        var queue = new Option<Uri?>("--told")
        {
            Description = "The URL of an SQS queue that is subscribed to the guard's topic. The suite reads the messages there. "
                + "A lab has its own mailbox.",
            CustomParser = ParseUrl,
        };
        var list = new Option<bool>("--list") { Description = "Lists the attacks and runs none." };
        var format = FormatOption.ForAttacks();
        var command = new Command("attack", "Attacks a guarded account in twenty-five known ways, and says which attacks the guard held.")
        {
            endpoint, account, region, profile, only, events, timeout, eventRule, queue, list, format.Option,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(list))
            {
                output.Write(AttackTable.List(AttackLibrary.All));
                return ExitCode.Clean;
            }
            if (!TryReadNumbers(parsed.GetValue(only), out var numbers))
            {
                error.WriteLine(
                    $"sgwatch attack: --only '{parsed.GetValue(only)}': expected numbers of 1 to {AttackLibrary.All.Length}, such as 3,7");
                return ExitCode.Usage;
            }
            var aws = AwsSettings.FromEnvironment(Environment.GetEnvironmentVariable);
            var target = new AttackTargetOptions(aws with
            {
                Region = parsed.GetValue(region) ?? aws.Region,
                Profile = parsed.GetValue(profile) ?? aws.Profile,
                EndpointUrl = parsed.GetValue(endpoint) ?? EndpointOfEnvironment(),
            })
            {
                Account = parsed.GetValue(account),
                EventRule = parsed.GetValue(eventRule),
                Queue = parsed.GetValue(queue),
            };
            TimeSpan? limit = parsed.GetValue(timeout) is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86_400)) : null;
            var settings = new Settings(target, numbers, limit, parsed.GetValue(events)!, format.Name(parsed));
            return await RunAsync(settings, output, error, time, cancellationToken);
        });
        return command
            .WithDetails("""
                Each attack opens a group, or tries to fool the guard. The guard must close the group, or notify people.
                The suite makes a VPC and groups of its own. It deletes them again, also if it is stopped.
                Its last line is such as: 25 of 25 held
                """)
            .WithExamples("""
                sgwatch attack --list
                sgwatch attack --endpoint-url http://127.0.0.1:4566                   # the account that sgwatch lab runs
                sgwatch attack --endpoint-url http://127.0.0.1:4566 --events doubled
                sgwatch attack --account 123456789012 --region eu-west-1 --only 1,3   # a guarded sandbox account
                """);
    }

    private static async Task<int> RunAsync(
        Settings settings, TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            switch (await AttackTarget.OpenAsync(settings.Target, error.WriteLine, time, cancellationToken))
            {
                case AttackTargetResult.Refused(var problem):
                    error.WriteLine($"sgwatch attack: {SafeText.Line(problem)}");
                    return ExitCode.Usage;
                case AttackTargetResult.Failed(var failure):
                    error.WriteLine($"sgwatch attack: {AwsCommand.Sentence(failure)}");
                    return ExitCode.Failed;
                case AttackTargetResult.Opened(var target):
                    using (target)
                    {
                        return await AttackAsync(settings, target, output, error, cancellationToken);
                    }
                default:
                    throw new System.Diagnostics.UnreachableException("A target is opened, refused or failed.");
            }
        }
        catch (AwsConfigurationException problem)
        {
            error.WriteLine($"sgwatch attack: {problem.Message}");
            return ExitCode.Usage;
        }
    }

    private static async Task<int> AttackAsync(
        Settings settings, AttackTarget target, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (target.Lab is null && settings.Events != "in-order")
        {
            error.WriteLine("sgwatch attack: --events: only a lab can deliver events in another way");
            return ExitCode.Usage;
        }
        var writer = AttackFormats.Open(settings.Format, output);
        var results = ImmutableArray.CreateBuilder<AttackResult>();
        var timeout = settings.Timeout ?? (target.Lab is null ? AccountTimeout : LabTimeout);
        var suite = new AttackSuite(target, DeliveryModes[settings.Events], timeout);
        try
        {
            var attacks = AttackLibrary.All.Where(attack => settings.Only.IsEmpty || settings.Only.Contains(attack.Number));
            await suite.RunAsync(attacks, result =>
            {
                results.Add(result);
                writer.Write(result);
            }, cancellationToken);
        }
        finally
        {
            foreach (var left in suite.Left)
            {
                error.WriteLine($"sgwatch attack: not deleted: {SafeText.Line(left)}");
            }
        }
        var report = new AttackReport(target, settings.Events, results.ToImmutable(), suite.Left);
        writer.End(report);
        return report.IsFailed ? ExitCode.Failed
            : report.Held == report.Results.Length ? ExitCode.Clean
            : ExitCode.Findings;
    }

    private static bool TryReadNumbers(string? text, out ImmutableHashSet<int> numbers)
    {
        numbers = [];
        foreach (var word in text?.Split(',') ?? [])
        {
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number < 1 || number > AttackLibrary.All.Length)
            {
                return false;
            }
            numbers = numbers.Add(number);
        }
        return true;
    }

    private static Uri? EndpointOfEnvironment() =>
        Uri.TryCreate(Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL"), UriKind.Absolute, out var url) ? url : null;

    private static Uri? ParseUrl(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return url;
        }
        result.AddError($"{((OptionResult)result.Parent!).Option.Name}: expected a URL such as http://127.0.0.1:4566");
        return null;
    }
}
