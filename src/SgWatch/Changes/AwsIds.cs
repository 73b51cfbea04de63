using System.Buffers;
using System.Text.Json;
using SgWatch.Text;

namespace SgWatch.Changes;

/// <summary>Ids out of events, which go into calls and file names only when they look like what they are to be.</summary>
/// <remarks>EC2's ids are hexadecimal; the emulators' use all lower-case letters, so these pass too.</remarks>
internal static class AwsIds
{
    private const int MaxLength = 64;
    private const int AccountLength = 12;
    private const int MaxGroupNameLength = 255;

    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz-");

    /// <summary>An <c>sg-…</c>; null for anything else.</summary>
    public static string? GroupId(this JsonElement element) => Id(element.Text(), "sg-");

    /// <summary>An <c>sgr-…</c>; null for anything else.</summary>
    public static string? RuleId(this JsonElement element) => Id(element.Text(), "sgr-");

    /// <summary>A <c>pl-…</c>; null for anything else.</summary>
    public static string? PrefixListId(this JsonElement element) => Id(element.Text(), "pl-");

    /// <summary>A <c>vpc-…</c>; null for anything else.</summary>
    public static string? VpcId(this JsonElement element) => Id(element.Text(), "vpc-");

    /// <summary>The name of a group: any text of 1 to 255 characters, EC2's limit.</summary>
    public static string? GroupName(this JsonElement element) =>
        element.Text() is { Length: > 0 and <= MaxGroupNameLength } name ? name : null;

    /// <summary>Twelve digits; null for anything else.</summary>
    public static string? Account(this JsonElement element) => element.Text() is { } text && IsAccount(text) ? text : null;

    /// <summary>Such as <c>eu-west-1</c>; null for anything else.</summary>
    public static string? Region(this JsonElement element) => element.Text() is { } text && IsRegion(text) ? text : null;

    public static bool IsAccount(string text) => text.Length == AccountLength && text.All(char.IsAsciiDigit);

    public static bool IsRegion(string text) => text.Length is > 0 and <= MaxLength && char.IsAsciiLetterLower(text[0]) && HasIdCharacters(text);

    private static string? Id(string? text, string prefix) => text is { Length: <= MaxLength } && text.Length > prefix.Length
        && text.StartsWith(prefix, StringComparison.Ordinal) && HasIdCharacters(text) ? text : null;

    private static bool HasIdCharacters(string text) => !text.AsSpan().ContainsAnyExcept(IdCharacters);
}
