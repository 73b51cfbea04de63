using System.Diagnostics.CodeAnalysis;
using SgWatch.Aws.Connections;

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
        bus = text is null ? null
            : IsName(text) ? new(text, null)
            : Arn.TryParse(text, "events", out var region, out var resource)
                && resource.StartsWith("event-bus/", StringComparison.Ordinal) && IsName(resource["event-bus/".Length..]) ? new(text, region)
            : null;
        return bus is not null;
    }

    public override string ToString() => Text;

    private static bool IsName(string text) =>
        text.Length is > 0 and <= 256 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/');
}
