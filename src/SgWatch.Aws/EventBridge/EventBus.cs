using System.Diagnostics.CodeAnalysis;
using SgWatch.Changes;

namespace SgWatch.Aws.EventBridge;

/// <summary>An event bus, named in one of two ways: a name in the caller's account and region, such as <c>default</c>, or an ARN.</summary>
public sealed record EventBus
{
    private const string ResourcePrefix = "event-bus/";

    private EventBus(string text, string? region)
    {
        Text = text;
        Region = region;
    }

    /// <summary>The name or the ARN, as it was given.</summary>
    public string Text { get; }

    /// <summary>The ARN's region; null for a name, which belongs to the caller's region.</summary>
    public string? Region { get; }

    /// <summary>Reads a name or an ARN; false for any other text.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out EventBus? bus)
    {
        bus = text is null ? null
            : IsName(text) ? new(text, null)
            : Arn.TryParse(text, out var arn) && IsBus(arn) ? new(text, arn.Region)
            : null;
        return bus is not null;
    }

    /// <inheritdoc />
    public override string ToString() => Text;

    private static bool IsBus(Arn arn) => arn is { Service: "events", Region: not null, Account: not null }
        && arn.Resource.StartsWith(ResourcePrefix, StringComparison.Ordinal) && IsName(arn.Resource[ResourcePrefix.Length..]);

    private static bool IsName(string text) =>
        text.Length is > 0 and <= 256 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/');
}
