using System.Diagnostics.CodeAnalysis;
using SgWatch.Aws.Connections;

namespace SgWatch.Aws.Sns;

/// <summary>The ARN of an SNS topic, such as <c>arn:aws:sns:eu-west-1:111122223333:sgwatch</c>.</summary>
public sealed record TopicArn
{
    private TopicArn(string text, string region)
    {
        Text = text;
        Region = region;
    }

    public string Text { get; }

    /// <summary>The region where the topic is, and where it is published to.</summary>
    public string Region { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out TopicArn? arn)
    {
        arn = Arn.TryParse(text, "sns", out var region, out _) ? new(text!, region) : null;
        return arn is not null;
    }

    public override string ToString() => Text;
}
