using System.Globalization;
using SgWatch.Aws.Accounts;
using SgWatch.Aws.EventBridge;
using SgWatch.Aws.S3;
using SgWatch.Aws.Settings;
using SgWatch.Aws.Sns;
using SgWatch.Lambda.Logs;
using SgWatch.Policies;

namespace SgWatch.Lambda.Settings;

/// <summary>What the function's environment says.</summary>
/// <param name="Aws">How to reach AWS.</param>
internal sealed record FunctionSettings(AwsSettings Aws)
{
    private const string PolicyVariable = "SGWATCH_POLICY";
    private const string HashVariable = "SGWATCH_POLICY_SHA256";
    private const int HashLength = 64;

    /// <summary>The policy file in the package; null if the policy is elsewhere, or if the built-in one holds.</summary>
    public string? PolicyPath { get; private init; }

    /// <summary>The policy's object in S3; null if the policy is elsewhere.</summary>
    public S3Location? PolicyObject { get; private init; }

    /// <summary>The SHA-256 that the policy's bytes must have, in lower-case hexadecimal; null for any.</summary>
    public string? PolicySha256 { get; private init; }

    /// <summary>The strongest mode allowed.</summary>
    public PolicyMode Mode { get; private init; }

    /// <summary>The topic through which people are notified; null for the log alone.</summary>
    public TopicArn? Topic { get; private init; }

    /// <summary>The DynamoDB table that keeps incidents; null for the process's memory.</summary>
    public string? Table { get; private init; }

    /// <summary>Where copies of the memory lie in S3; null for none.</summary>
    public S3Location? BaselineCopy { get; private init; }

    /// <summary>When the function was deployed; null if nobody says.</summary>
    public DateTimeOffset? DeployedAt { get; private init; }

    /// <summary>The queue that feeds the function; null to let a sweep fail that runs out of time.</summary>
    public Uri? Queue { get; private init; }

    /// <summary>The role to assume in other accounts; null to act in the function's own account alone.</summary>
    public MemberRole? Member { get; private init; }

    /// <summary>The event bus that gets incidents; null for none.</summary>
    public EventBus? EventBus { get; private init; }

    /// <summary>True if the event bus gets findings as OCSF too.</summary>
    public bool HasOcsf { get; private init; }

    /// <summary>True if Security Hub gets findings.</summary>
    public bool HasSecurityHub { get; private init; }

    /// <summary>How many rules a group may have in each direction and address family; null to ask Service Quotas.</summary>
    public int? RulesPerGroup { get; private init; }

    /// <summary>The lowest level that is written into the function's log.</summary>
    public LogLevel LogLevel { get; private init; } = LogLevel.Info;

    /// <summary>Reads the environment.</summary>
    /// <param name="variable">Gives a variable's value.</param>
    /// <exception cref="SettingsException">A variable is wrong; the message names it, its value and what is expected.</exception>
    public static FunctionSettings Read(Func<string, string?> variable)
    {
        string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;

        var aws = AwsSettings.FromEnvironment(variable);
        if (aws.Region is null)
        {
            throw new SettingsException("AWS_REGION is not set; Lambda sets it to the function's region, such as eu-west-1.");
        }
        var policy = Value(PolicyVariable);
        var policyObject = ReadPolicyObject(policy);
        var bus = ReadEventBus(Value("SGWATCH_EVENT_BUS"));
        var findings = ReadFindings(Value("SGWATCH_FINDINGS"), bus);
        return new(aws)
        {
            PolicyPath = policy is null || policyObject is not null
                ? null
                : Path.Combine(Value("LAMBDA_TASK_ROOT") ?? AppContext.BaseDirectory, policy),
            PolicyObject = policyObject,
            PolicySha256 = ReadHash(Value(HashVariable), policy),
            Mode = ReadMode(Value("SGWATCH_MODE")),
            Topic = ReadTopic(Value("SGWATCH_TOPIC_ARN")),
            Table = Value("SGWATCH_TABLE"),
            BaselineCopy = ReadBaselineCopy(Value("SGWATCH_BASELINE_COPY"), Value("SGWATCH_TABLE")),
            DeployedAt = ReadDeployedAt(Value("SGWATCH_DEPLOYED_AT")),
            Queue = ReadQueue(Value("SGWATCH_QUEUE_URL")),
            Member = ReadMember(Value("SGWATCH_MEMBER_ROLE"), Value("SGWATCH_EXTERNAL_ID")),
            EventBus = bus,
            HasOcsf = findings.Contains("ocsf"),
            HasSecurityHub = findings.Contains("security-hub"),
            RulesPerGroup = ReadRulesPerGroup(Value("SGWATCH_RULES_PER_GROUP")),
            LogLevel = ReadLogLevel(Value("SGWATCH_LOG_LEVEL")),
        };
    }

    private static S3Location? ReadPolicyObject(string? policy)
    {
        if (policy?.Contains("://", StringComparison.Ordinal) != true)
        {
            return null;
        }
        return S3Location.TryParse(policy, out var location) ? location : throw new SettingsException(
            $"{PolicyVariable} is '{policy}'; expected s3://BUCKET/KEY, s3://BUCKET/KEY?versionId=ID, "
            + "or a path in the package, such as sgwatch.yaml.");
    }

    private static S3Location? ReadBaselineCopy(string? prefix, string? table)
    {
        if (prefix is null)
        {
            return null;
        }
        if (table is null)
        {
            throw new SettingsException(
                "SGWATCH_BASELINE_COPY is set, and SGWATCH_TABLE is not: without a table there is no memory to copy.");
        }
        return S3Location.TryParse(prefix, out var location) && location.VersionId is null
            ? location
            : throw new SettingsException($"SGWATCH_BASELINE_COPY is '{prefix}'; expected s3://BUCKET/PREFIX.");
    }

    private static DateTimeOffset? ReadDeployedAt(string? time) => time is null ? null
        : DateTimeOffset.TryParseExact(
            time, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var deployedAt)
            ? deployedAt
            : throw new SettingsException($"SGWATCH_DEPLOYED_AT is '{time}'; expected a time in ISO 8601, such as 2026-11-28T12:00:00Z.");

    private static string? ReadHash(string? hash, string? policy)
    {
        if (hash is null)
        {
            return null;
        }
        if (policy is null)
        {
            throw new SettingsException($"{HashVariable} is set, and {PolicyVariable} is not: there is no file that could have it.");
        }
        return hash.Length == HashLength && hash.All(char.IsAsciiHexDigit)
            ? hash.ToLowerInvariant()
            : throw new SettingsException($"{HashVariable} is '{hash}'; expected the file's SHA-256 as {HashLength} hexadecimal digits.");
    }

    private static PolicyMode ReadMode(string? mode) => mode switch
    {
        null or "enforce" => PolicyMode.Enforce,
        "observe" => PolicyMode.Observe,
        _ => throw new SettingsException($"SGWATCH_MODE is '{mode}'; expected observe, or no value."),
    };

    // EC2 grants 1,000 at most
    private static int? ReadRulesPerGroup(string? count) => count is null ? null
        : int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 1000 ? number
        : throw new SettingsException($"SGWATCH_RULES_PER_GROUP is '{count}'; expected 1 to 1000.");

    private static LogLevel ReadLogLevel(string? level) => level switch
    {
        "debug" => LogLevel.Debug,
        null or "info" => LogLevel.Info,
        "warn" => LogLevel.Warn,
        "error" => LogLevel.Error,
        _ => throw new SettingsException($"SGWATCH_LOG_LEVEL is '{level}'; expected debug, info, warn or error."),
    };

    private static TopicArn? ReadTopic(string? arn) => arn is null ? null
        : TopicArn.TryParse(arn, out var topic) ? topic
        : throw new SettingsException(
            $"SGWATCH_TOPIC_ARN is '{arn}'; expected an SNS topic's ARN, such as arn:aws:sns:eu-west-1:111122223333:sgwatch.");

    private static EventBus? ReadEventBus(string? text) => text is null ? null
        : EventBus.TryParse(text, out var bus) ? bus
        : throw new SettingsException(
            $"SGWATCH_EVENT_BUS is '{text}'; expected an event bus's name, such as default, or its ARN, "
            + "such as arn:aws:events:eu-west-1:111122223333:event-bus/security.");

    private static string[] ReadFindings(string? text, EventBus? bus)
    {
        var formats = text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (formats.FirstOrDefault(format => format is not ("security-hub" or "ocsf")) is { } unknown)
        {
            throw new SettingsException($"SGWATCH_FINDINGS has '{unknown}'; expected security-hub, ocsf, or both with a comma between.");
        }
        return formats.Contains("ocsf") && bus is null
            ? throw new SettingsException(
                "SGWATCH_FINDINGS has ocsf, and SGWATCH_EVENT_BUS is not set: findings as OCSF go to an event bus.")
            : formats;
    }

    private static Uri? ReadQueue(string? url) => url is null ? null
        : Uri.TryCreate(url, UriKind.Absolute, out var queue) && queue.Scheme is "https" or "http" ? queue
        : throw new SettingsException(
            $"SGWATCH_QUEUE_URL is '{url}'; expected a queue's URL, such as https://sqs.eu-west-1.amazonaws.com/111122223333/sgwatch.");

    // the characters of IAM's names and paths, and of STS's external ids: they become part of an ARN and of a call
    private static MemberRole? ReadMember(string? role, string? externalId)
    {
        static bool Has(string text, int from, int to, string others) => text.Length >= from && text.Length <= to
            && text.All(c => char.IsAsciiLetterOrDigit(c) || others.Contains(c, StringComparison.Ordinal));

        if (externalId is not null && !Has(externalId, 2, 1224, "_+=,.@:/-"))
        {
            throw new SettingsException("SGWATCH_EXTERNAL_ID is not one: expected 2 to 1224 letters, digits and _+=,.@:/-.");
        }
        return role is null ? null
            : Has(role, 1, 512, "_+=,.@/-") && role[0] != '/' ? new(role, externalId)
            : throw new SettingsException($"SGWATCH_MEMBER_ROLE is '{role}'; expected a role's name, such as sgwatch-member.");
    }
}
