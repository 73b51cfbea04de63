using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SgWatch.Rules;

/// <summary>Checks of account numbers, region names and ids, which become part of calls, host names, ARNs and file names.</summary>
/// <remarks>EC2's ids are hexadecimal. Emulators use all lower-case letters, so these are accepted too.</remarks>
public static class AwsIds
{
    private const int AccountLength = 12;
    private const int MaxRegionLength = 32; // the longest today has 14 characters
    private const int MaxIdLength = 64;
    private const int MaxGroupNameLength = 255; // EC2's limit
    private const int MaxHostLength = 253; // the longest name of DNS
    private const string IdAlphabet = "0123456789abcdefghijklmnopqrstuvwxyz-";

    private static readonly SearchValues<char> IdCharacters = SearchValues.Create(IdAlphabet);
    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz-.");

    /// <summary>The characters of ids, regions and accounts, as bytes of UTF-8.</summary>
    internal static SearchValues<byte> IdBytes { get; } = SearchValues.Create(Encoding.UTF8.GetBytes(IdAlphabet));

    /// <summary>True for exactly twelve digits.</summary>
    public static bool IsAccount(string text) => text.Length == AccountLength && text.All(char.IsAsciiDigit);

    /// <summary>True for 1 to 32 lower-case letters, digits and hyphens, such as <c>eu-west-1</c>.</summary>
    /// <remarks>
    /// The first character is a letter, and the last is no hyphen. There is no list of regions, because emulators have others.
    /// </remarks>
    public static bool IsRegion(string text) => text.Length is > 0 and <= MaxRegionLength
        && char.IsAsciiLetterLower(text[0]) && text[^1] != '-' && HasIdCharacters(text);

    /// <summary>True for a security group's id, <c>sg-…</c>.</summary>
    public static bool IsGroupId(string text) => IsGroupId(text.AsSpan());

    /// <summary>True for a security group's id, <c>sg-…</c>.</summary>
    public static bool IsGroupId(ReadOnlySpan<char> text) => IsId(text, "sg-");

    /// <summary>True for a security group rule's id, <c>sgr-…</c>.</summary>
    public static bool IsRuleId(string text) => IsId(text, "sgr-");

    /// <summary>True for a prefix list's id, <c>pl-…</c>.</summary>
    public static bool IsPrefixListId(string text) => IsPrefixListId(text.AsSpan());

    /// <summary>True for a prefix list's id, <c>pl-…</c>.</summary>
    public static bool IsPrefixListId(ReadOnlySpan<char> text) => IsId(text, "pl-");

    /// <summary>True for a VPC's id, <c>vpc-…</c>.</summary>
    public static bool IsVpcId(string text) => IsId(text, "vpc-");

    /// <summary>True for any text of 1 to 255 characters: EC2's limit for the name of a group.</summary>
    public static bool IsGroupName(string text) => text.Length is > 0 and <= MaxGroupNameLength;

    /// <summary>True for the host by which CloudTrail names an AWS service, such as <c>elasticmapreduce.amazonaws.com</c>.</summary>
    public static bool IsServiceHost([NotNullWhen(true)] string? text) => text is { Length: <= MaxHostLength }
        && (text.EndsWith(".amazonaws.com", StringComparison.Ordinal) || text.EndsWith(".amazonaws.com.cn", StringComparison.Ordinal))
        && !text.AsSpan().ContainsAnyExcept(HostCharacters);

    private static bool IsId(ReadOnlySpan<char> text, string prefix) => text.Length <= MaxIdLength && text.Length > prefix.Length
        && text.StartsWith(prefix, StringComparison.Ordinal) && HasIdCharacters(text);

    private static bool HasIdCharacters(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(IdCharacters);
}
