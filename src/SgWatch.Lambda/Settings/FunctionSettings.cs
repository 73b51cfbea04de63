using SgWatch.Aws.Accounts;
using SgWatch.Aws.EventBridge;
using SgWatch.Aws.S3;
using SgWatch.Aws.Settings;
using SgWatch.Aws.Sns;
using SgWatch.Policies;

namespace SgWatch.Lambda.Settings;

/// <summary>What the function's environment says.</summary>
/// <param name="Aws">How to reach AWS.</param>
/// <param name="Topic">Where people are told; null for the log alone.</param>
/// <param name="PolicyPath">The policy file in the package; null where it is elsewhere, or there is none and the built-in policy holds.</param>
/// <param name="Mode">The strongest mode allowed.</param>
/// <param name="Queue">The URL of the queue from which the function gets its messages; null to have a sweep fail that runs out of time.</param>
/// <param name="Member">The role to assume in other accounts; null to act in the function's own alone.</param>
internal sealed record FunctionSettings(AwsSettings Aws, TopicArn? Topic, string? PolicyPath, PolicyMode Mode, Uri? Queue, MemberRole? Member)
{
    private const string PolicyVariable = "SGWATCH_POLICY";
    private const string HashVariable = "SGWATCH_POLICY_SHA256";

    /// <summary>The policy's object in S3; null where it is elsewhere.</summary>
    public S3Location? PolicyObject { get; init; }

    /// <summary>The SHA-256 that the policy's bytes must have, in lower-case hexadecimal; null for any.</summary>
    public string? PolicySha256 { get; init; }

    /// <summary>The DynamoDB table that keeps incidents; null for the process's memory.</summary>
    public string? Table { get; init; }

    /// <summary>The event bus that gets incidents; null for none.</summary>
    public EventBus? EventBus { get; init; }

    /// <summary>Whether the event bus gets findings as OCSF too.</summary>
    public bool HasOcsf { get; init; }

    /// <summary>Whether Security Hub gets findings.</summary>
    public bool HasSecurityHub { get; init; }

    /// <summary>Reads the environment.</summary>
    /// <exception cref="SettingsException">A variable is wrong; the message names it, what stands there and what may.</exception>
    public static FunctionSettings Read(Func<string, string?> variable)
    {
        string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;

        var aws = AwsSettings.FromEnvironment(variable);
        if (aws.Region is null)
        {
            throw new SettingsException("AWS_REGION is not set; Lambda sets it to the function's region, such as eu-west-1.");
        }
        var policy = Value(PolicyVariable);
        S3Location? policyObject = null;
        if (policy?.Contains("://", StringComparison.Ordinal) == true && !S3Location.TryParse(policy, out policyObject))
        {
            throw new SettingsException(
                $"{PolicyVariable} is '{policy}'; expected s3://BUCKET/KEY, s3://BUCKET/KEY?versionId=ID, or a path in the package, such as sgwatch.yaml.");
        }
        var hash = Value(HashVariable);
        if (hash is not null && (policy is null || hash.Length != 64 || !hash.All(char.IsAsciiHexDigit)))
        {
            throw new SettingsException(policy is null
                ? $"{HashVariable} is set, and {PolicyVariable} is not: there is no file that could have it."
                : $"{HashVariable} is '{hash}'; expected the file's SHA-256 as 64 hexadecimal digits.");
        }
        var mode = Value("SGWATCH_MODE") switch
        {
            null or "enforce" => PolicyMode.Enforce,
            "observe" => PolicyMode.Observe,
            var other => throw new SettingsException($"SGWATCH_MODE is '{other}'; expected observe, or no value."),
        };
        TopicArn? topic = null;
        if (Value("SGWATCH_TOPIC_ARN") is { } arn && !TopicArn.TryParse(arn, out topic))
        {
            throw new SettingsException(
                $"SGWATCH_TOPIC_ARN is '{arn}'; expected an SNS topic's ARN, such as arn:aws:sns:eu-west-1:111122223333:sgwatch.");
        }
        EventBus? bus = null;
        if (Value("SGWATCH_EVENT_BUS") is { } busText && !EventBus.TryParse(busText, out bus))
        {
            throw new SettingsException(
                $"SGWATCH_EVENT_BUS is '{busText}'; expected an event bus's name, such as default, or its ARN, such as arn:aws:events:eu-west-1:111122223333:event-bus/security.");
        }
        var findings = ReadFindings(Value("SGWATCH_FINDINGS"), bus);
        var path = policy is null || policyObject is not null ? null : Path.Combine(Value("LAMBDA_TASK_ROOT") ?? AppContext.BaseDirectory, policy);
        return new(
            aws, topic, path, mode,
            ReadQueue(Value("SGWATCH_QUEUE_URL")), ReadMember(Value("SGWATCH_MEMBER_ROLE"), Value("SGWATCH_EXTERNAL_ID")))
        {
            Table = Value("SGWATCH_TABLE"),
            EventBus = bus,
            HasOcsf = findings.Contains("ocsf"),
            HasSecurityHub = findings.Contains("security-hub"),
            PolicyObject = policyObject,
            PolicySha256 = hash?.ToLowerInvariant(),
        };
    }

    private static string[] ReadFindings(string? text, EventBus? bus)
    {
        var formats = text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (formats.FirstOrDefault(format => format is not ("security-hub" or "ocsf")) is { } unknown)
        {
            throw new SettingsException($"SGWATCH_FINDINGS has '{unknown}'; expected security-hub, ocsf, or both with a comma between.");
        }
        return formats.Contains("ocsf") && bus is null
            ? throw new SettingsException("SGWATCH_FINDINGS has ocsf, and SGWATCH_EVENT_BUS is not set: findings as OCSF go to an event bus.")
            : formats;
    }

    private static Uri? ReadQueue(string? url) => url is null ? null
        : Uri.TryCreate(url, UriKind.Absolute, out var queue) && queue.Scheme is "https" or "http" ? queue
        : throw new SettingsException(
            $"SGWATCH_QUEUE_URL is '{url}'; expected a queue's URL, such as https://sqs.eu-west-1.amazonaws.com/111122223333/sgwatch.");

    // the characters of IAM's names and paths, and of STS's external ids: they become part of an ARN and of a call
    private static MemberRole? ReadMember(string? role, string? externalId)
    {
        static bool Has(string text, int from, int to, string others) =>
            text.Length >= from && text.Length <= to && text.All(c => char.IsAsciiLetterOrDigit(c) || others.Contains(c, StringComparison.Ordinal));
        if (externalId is not null && !Has(externalId, 2, 1224, "_+=,.@:/-"))
        {
            throw new SettingsException("SGWATCH_EXTERNAL_ID is not one: expected 2 to 1224 letters, digits and _+=,.@:/-.");
        }
        return role is null ? null
            : Has(role, 1, 512, "_+=,.@/-") && role[0] != '/' ? new(role, externalId)
            : throw new SettingsException($"SGWATCH_MEMBER_ROLE is '{role}'; expected a role's name, such as sgwatch-member.");
    }
}
