using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SgWatch.Aws.Accounts;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Settings;
using SgWatch.Calls;
using SgWatch.Cli.Attacks;
using SgWatch.Cli.Lab;
using SgWatch.Lab.Events;

namespace SgWatch.Cli.Commands;

/// <summary><c>sgwatch attack</c>: the attack suite against a guarded endpoint.</summary>
internal static class AttackCommand
{
    private static readonly ImmutableDictionary<string, DeliveryMode> Manners = new Dictionary<string, DeliveryMode>
    {
        ["in-order"] = DeliveryMode.InOrder,
        ["doubled"] = DeliveryMode.Doubled,
        ["reversed"] = DeliveryMode.Reversed,
        ["late"] = DeliveryMode.Late,
        ["lost"] = DeliveryMode.Lost,
    }.ToImmutableDictionary();

    private sealed record Settings(
        AwsSettings Aws, Uri? Endpoint, string? Account, ImmutableHashSet<int> Only, TimeSpan? Timeout, string Manner, string? EventRule, Uri? Told, bool IsJson);

    public static Command Create(TextWriter output, TextWriter error, TimeProvider time)
    {
        var endpoint = new Option<Uri?>("--endpoint-url") { Description = "Where AWS is: the lab's address, or an emulator's (else AWS_ENDPOINT_URL, else AWS itself).", CustomParser = ParseUrl };
        var account = new Option<string?>("--account") { Description = "The account that may be attacked, 12 digits: a sandbox of your own. Not needed on the lab." };
        var region = new Option<string?>("--region") { Description = "The region (else where the AWS CLI takes it from; on the lab us-east-1)." };
        var profile = new Option<string?>("--profile") { Description = "A profile of the AWS CLI's files." };
        var only = new Option<string?>("--only") { Description = "Only these attacks, such as 3,7." };
        var timeout = new Option<double?>("--timeout") { Description = "Seconds that the guard has for each attack (default: 30 on the lab, else 300)." };
        var events = new Option<string>("--events") { Description = "On the lab: how the guard gets the events. late: after a sweep. lost: never, only a sweep is left.", DefaultValueFactory = _ => "in-order" };
        events.AcceptOnlyFromAmong("in-order", "doubled", "reversed", "late", "lost");
        var eventRule = new Option<string?>("--event-rule") { Description = "The name of the guard's EventBridge rule, such as sgwatch-security-groups, for attack 17 (on the lab: known)." };
        var told = new Option<Uri?>("--told") { Description = "The URL of an SQS queue that is subscribed to the guard's topic: what people are told is read there (on the lab: known).", CustomParser = ParseUrl };
        var list = new Option<bool>("--list") { Description = "Says what the attacks are, and runs none." };
        var format = new Option<string>("--format") { Description = "table: for people (the default). json: one document.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json");
        var command = new Command("attack",
            """
            Attacks a guarded account in twenty known ways: each opens a group, or tries to fool the guard, and must end closed, or told. Makes a VPC and
            groups of its own and takes them away again, also when it is stopped. Ends with a line such as: 20 of 20 held
            """)
        {
            endpoint, account, region, profile, only, events, timeout, eventRule, told, list, format,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(list))
            {
                output.Write(AttackReport.List(AttackLibrary.All));
                return ExitCode.Clean;
            }
            if (!TryReadNumbers(parsed.GetValue(only), out var numbers))
            {
                error.WriteLine($"sgwatch attack: --only '{parsed.GetValue(only)}': expected numbers of 1 to {AttackLibrary.All.Length}, such as 3,7");
                return ExitCode.Usage;
            }
            var aws = AwsSettings.FromEnvironment(Environment.GetEnvironmentVariable);
            var url = parsed.GetValue(endpoint) ?? (Uri.TryCreate(Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL"), UriKind.Absolute, out var named) ? named : null);
            aws = aws with { Region = parsed.GetValue(region) ?? aws.Region, Profile = parsed.GetValue(profile) ?? aws.Profile, EndpointUrl = url };
            TimeSpan? limit = parsed.GetValue(timeout) is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86_400)) : null;
            return await RunAsync(
                new(aws, url, parsed.GetValue(account), numbers, limit, parsed.GetValue(events)!, parsed.GetValue(eventRule), parsed.GetValue(told), parsed.GetValue(format) == "json"),
                output, error, time, cancellationToken);
        });
        return command.WithExamples("""
            sgwatch attack --endpoint-url http://127.0.0.1:4566                 the lab, which sgwatch lab runs
            sgwatch attack --endpoint-url http://127.0.0.1:4566 --events doubled
            sgwatch attack --account 123456789012 --region eu-west-1 --only 1,3 a sandbox account that is guarded
            sgwatch attack --list
            """);
    }

    private static async Task<int> RunAsync(Settings settings, TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            using var lab = settings.Endpoint is { } url
                ? await LabRemote.FindAsync(url, settings.Aws.Region ?? GuardedLab.Region, cancellationToken)
                : null;
            var aws = lab is null ? settings.Aws : settings.Aws with
            {
                Region = settings.Aws.Region ?? GuardedLab.Region,
                Profile = null,
                AccessKeyId = LabRemote.AccessKeyId,
                SecretAccessKey = "lab",
                SessionToken = null,
            };
            using var connection = new AwsConnection(aws, error.WriteLine);
            if (await WrongAccountAsync(settings, lab, connection, time, cancellationToken) is var (code, problem))
            {
                error.WriteLine($"sgwatch attack: {problem}");
                return code;
            }
            if (lab is null && settings.Manner != "in-order")
            {
                error.WriteLine("sgwatch attack: --events: only a lab can deliver events in another manner");
                return ExitCode.Usage;
            }
            var place = new AttackTarget(connection, connection.Region, lab, time)
            {
                Mailbox = settings.Told is { } queue ? new QueueMailbox(new(connection, connection.Region, time), queue) : lab,
                EventRule = settings.EventRule ?? lab?.EventRule,
            };
            return await AttackAsync(settings, place, lab?.AccountId ?? settings.Account!, output, error, cancellationToken);
        }
        catch (AwsConfigurationException problem)
        {
            error.WriteLine($"sgwatch attack: {problem.Message}");
            return ExitCode.Usage;
        }
    }

    private static async Task<int> AttackAsync(
        Settings settings, AttackTarget place, string account, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var results = ImmutableArray.CreateBuilder<AttackResult>();
        var suite = new AttackSuite(place, Manners[settings.Manner], settings.Timeout ?? TimeSpan.FromSeconds(place.Lab is null ? 300 : 30));
        try
        {
            await suite.RunAsync(AttackLibrary.All.Where(attack => settings.Only.IsEmpty || settings.Only.Contains(attack.Number)), result =>
            {
                results.Add(result);
                if (!settings.IsJson)
                {
                    output.WriteLine(AttackReport.Line(result));
                    output.Flush();
                }
            }, cancellationToken);
        }
        finally
        {
            foreach (var left in suite.Left)
            {
                error.WriteLine($"sgwatch attack: not taken away: {left}");
            }
        }
        var all = results.ToImmutable();
        output.WriteLine(settings.IsJson ? AttackReport.Json(account, place.Region, settings.Manner, all, suite.Left) : AttackReport.Total(all));
        return all.Any(result => result.IsFailed) || !suite.Left.IsEmpty ? ExitCode.Failed : all.All(result => result.IsHeld) ? ExitCode.Clean : ExitCode.Findings;
    }

    // nobody's account is attacked by a wrong profile: it must be named, and be the one
    private static async Task<(int Code, string Problem)?> WrongAccountAsync(
        Settings settings, LabRemote? lab, AwsConnection connection, TimeProvider time, CancellationToken cancellationToken)
    {
        if (lab is null && settings.Account is null)
        {
            return (ExitCode.Usage, "this opens groups to the world for seconds; name the sandbox account that it may do this to with --account (the lab needs none)");
        }
        if (lab is not null)
        {
            return settings.Account is { } named && named != lab.AccountId ? (ExitCode.Usage, $"--account {named}: the lab's account is {lab.AccountId}") : null;
        }
        return await new OwnAccount(connection, time).GetAsync(cancellationToken) switch
        {
            CallResult<string>.Ok(var own) when own == settings.Account => null,
            CallResult<string>.Ok(var own) => (ExitCode.Usage, $"--account {settings.Account}: these credentials are of account {own}; nothing was done"),
            CallResult<string>.Failed(var failure) => (ExitCode.Failed, $"{failure.Operation}: {failure.Code}: {failure.Message}"),
            _ => throw new System.Diagnostics.UnreachableException("A call neither succeeded nor failed."),
        };
    }

    private static bool TryReadNumbers(string? text, out ImmutableHashSet<int> numbers)
    {
        numbers = [];
        foreach (var word in text?.Split(',') ?? [])
        {
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1 || number > AttackLibrary.All.Length)
            {
                return false;
            }
            numbers = numbers.Add(number);
        }
        return true;
    }

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
