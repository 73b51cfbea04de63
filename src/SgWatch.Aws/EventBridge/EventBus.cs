using System.Diagnostics.CodeAnalysis;

namespace SgWatch.Aws.EventBridge;

/// <summary>An event bus: by its name in the caller's account and region, such as <c>default</c>, or by its ARN.</summary>
public sealed record EventBus
{
    private EventBus(string text, string? region)
    {
        Text = text;
        Region = region;
    }

    public string Text { get; }

    /// <summary>The region that the ARN names; null for a name, which is of the caller's.</summary>
    public string? Region { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out EventBus? bus)
    {
        bus = text?.Split(':') switch
        {
            [var name] when IsName(name) => new(name, null),
            ["arn", { Length: > 0 }, "events", { Length: > 0 } region, { Length: 12 } account, var resource]
                when account.All(char.IsAsciiDigit) && resource.StartsWith("event-bus/", StringComparison.Ordinal) && IsName(resource["event-bus/".Length..])
                && region.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') => new(text, region),
            _ => null,
        };
        return bus is not null;
    }

    public override string ToString() => Text;

    private static bool IsName(string text) =>
        text.Length is > 0 and <= 256 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/');
}
