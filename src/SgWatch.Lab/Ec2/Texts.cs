using System.Buffers;
using SgWatch.Lab.Api;

namespace SgWatch.Lab.Ec2;

/// <summary>What EC2 allows as the name or description of a group or rule.</summary>
/// <remarks>Source: EC2 API Reference, CreateSecurityGroup and IpRange.</remarks>
internal static class Texts
{
    private const int MaxLength = 255;
    private const string Allowed = "a-z, A-Z, 0-9, spaces, and ._-:/()#,@[]+=&;{}!$*";

    private static readonly SearchValues<char> Characters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._-:/()#,@[]+=&;{}!$*");

    /// <summary>Refuses a text that is too long or has other characters.</summary>
    /// <param name="text">The text; null and empty are fine.</param>
    /// <param name="what">What it is, for the message.</param>
    public static string? Check(string? text, string what) =>
        text is null || (text.Length <= MaxLength && text.AsSpan().IndexOfAnyExcept(Characters) < 0)
        ? text
        : throw AwsErrorException.Invalid(
            $"Invalid {what}. Valid {what}s are strings less than 256 characters from the following set: {Allowed}");
}
