using System.Collections.Immutable;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Sns;
using SgWatch.Policies;

namespace SgWatch.Lambda.Settings;

/// <summary>What the function's environment says.</summary>
/// <param name="Aws">How to reach AWS.</param>
/// <param name="Topic">Where people are told; null for the log alone.</param>
/// <param name="PolicyPath">The policy file in the package; null for the built-in policy.</param>
/// <param name="Mode">The strongest mode allowed.</param>
/// <param name="Unused">Variables that are set and that this version does not use.</param>
internal sealed record FunctionSettings(AwsSettings Aws, TopicArn? Topic, string? PolicyPath, PolicyMode Mode, ImmutableArray<string> Unused)
{
    private static readonly string[] NotYetUsed = ["SGWATCH_TABLE", "SGWATCH_MEMBER_ROLE"];

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
        var policy = Value("SGWATCH_POLICY");
        if (policy?.Contains("://", StringComparison.Ordinal) == true)
        {
            throw new SettingsException(
                $"SGWATCH_POLICY is '{policy}'; expected a path in the package, such as sgwatch.yaml: this version reads the policy from there alone.");
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
        return new(aws, topic, policy is null ? null : Path.Combine(Value("LAMBDA_TASK_ROOT") ?? AppContext.BaseDirectory, policy), mode, [.. NotYetUsed.Where(name => Value(name) is not null)]);
    }
}
