using System.Diagnostics.CodeAnalysis;
using SgWatch.Changes;

namespace SgWatch.Aws.Sns;

/// <summary>The ARN of an SNS topic, such as <c>arn:aws:sns:eu-west-1:111122223333:sgwatch</c>.</summary>
public sealed record TopicArn
{
    private TopicArn(string text, string region)
    {
        Text = text;
        Region = region;
    }

    /// <summary>The ARN's text.</summary>
    public string Text { get; }

    /// <summary>The topic's region, in which the Publish call is made.</summary>
    public string Region { get; }

    /// <summary>Reads a topic's ARN; false for any other text, such as a subscription's ARN.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out TopicArn? arn)
    {
        var isTopic = Arn.TryParse(text, out var parts) && parts is { Service: "sns", Region: not null, Account: not null }
            && !parts.Resource.Contains(':', StringComparison.Ordinal);
        arn = isTopic ? new(text!, parts!.Region!) : null;
        return isTopic;
    }

    /// <inheritdoc />
    public override string ToString() => Text;
}
