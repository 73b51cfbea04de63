using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using SgWatch.Changes;
using SgWatch.Rules;

namespace SgWatch.Events;

/// <summary>Reads what can be read of bytes that aren't JSON, or aren't the expected JSON. So an event that was cut off isn't
/// lost.</summary>
/// <remarks>
/// Groups are found by their ids in the text: <c>sg-</c> and 8 to 17 hexadecimal digits, EC2's short and long form. Any rule of theirs may
/// be new. The time is linear in the length.
/// </remarks>
internal static class UnreadableBytes
{
    /// <summary>The most groups that are inspected one by one. If there are more, every group of the account is inspected too.</summary>
    public const int MaxGroups = 50;

    private const int MinDigits = 8;
    private const int MaxDigits = 17;

    private static readonly SearchValues<byte> Hexadecimal = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>Reads bytes of any kind.</summary>
    public static Trigger Read(ReadOnlySpan<byte> bytes)
    {
        var hints = FindGroups(bytes);
        if (hints.Count > MaxGroups || (hints.Count == 0 && ConcernsGroups(bytes)))
        {
            hints = [.. hints.Take(MaxGroups), new(new Target.EveryGroup())];
        }
        return hints.Count == 0
            ? new Trigger.Ignored($"unreadable, and names no security group ({bytes.Length} bytes)")
            : new Trigger.Change(ReadOrigin(bytes), [.. hints]);
    }

    private static List<Hint> FindGroups(ReadOnlySpan<byte> bytes)
    {
        var found = new HashSet<string>();
        var hints = new List<Hint>();
        for (var at = bytes.IndexOf("sg-"u8); at >= 0 && hints.Count <= MaxGroups;)
        {
            var isWordStart = at == 0 || !IsWord(bytes[at - 1]);
            var digits = Run(bytes[(at + 3)..]);
            if (isWordStart && digits.Length is >= MinDigits and <= MaxDigits && !digits.ContainsAnyExcept(Hexadecimal)
                && Encoding.ASCII.GetString(bytes.Slice(at, 3 + digits.Length)) is var id && found.Add(id))
            {
                hints.Add(new(new Target.Group(id), ChangeKind.Unreadable));
            }
            var step = bytes[(at + 3)..].IndexOf("sg-"u8);
            at = step < 0 ? -1 : at + 3 + step;
        }
        return hints;
    }

    private static bool ConcernsGroups(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf("ec2.amazonaws.com"u8) >= 0 || bytes.IndexOf("SecurityGroup"u8) >= 0
        || bytes.IndexOf("CreateVpc"u8) >= 0 || bytes.IndexOf("CreateDefaultVpc"u8) >= 0;

    private static Origin ReadOrigin(ReadOnlySpan<byte> bytes) => new("Unreadable")
    {
        Account = Value(bytes, "\"account"u8, AwsIds.IsAccount) ?? Value(bytes, "\"recipientAccountId"u8, AwsIds.IsAccount)
            ?? Value(bytes, "\"accountId"u8, AwsIds.IsAccount),
        Region = Value(bytes, "\"awsRegion"u8, AwsIds.IsRegion) ?? Value(bytes, "\"region"u8, AwsIds.IsRegion),
    };

    // the value after a name, quotes, colon and spaces; the quotes may be escaped, because the text may be JSON inside JSON
    private static string? Value(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name, Func<string, bool> isValid)
    {
        var at = bytes.IndexOf(name);
        if (at < 0)
        {
            return null;
        }
        var rest = bytes[(at + name.Length)..].TrimStart("\\\": "u8);
        var run = Run(rest);
        var text = Encoding.ASCII.GetString(run);
        return run.Length < rest.Length && isValid(text) ? text : null; // a value at the very end may be cut off
    }

    private static ReadOnlySpan<byte> Run(ReadOnlySpan<byte> bytes)
    {
        const int MaxRun = 64;
        var start = bytes[..Math.Min(bytes.Length, MaxRun)];
        var length = start.IndexOfAnyExcept(AwsIds.IdBytes);
        return length < 0 ? start : start[..length];
    }

    private static bool IsWord(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)'_';
}
