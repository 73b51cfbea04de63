using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SgWatch.Guard.Ports;

/// <summary>Which copy of a memory it is.</summary>
/// <param name="FirstSweepAt">When the first sweep of that memory began. After a reset it is later.</param>
/// <param name="Number">How many copies of that memory were written, this one included. The memory has the number of its last copy.</param>
/// <param name="Fingerprint">What tells whether the memory has changed since: letters and digits.</param>
/// <param name="WrittenAt">When it was written.</param>
public sealed record MemoryCopyMark(DateTimeOffset FirstSweepAt, long Number, string Fingerprint, DateTimeOffset WrittenAt)
{
    /// <summary>Reads the mark's text. The time of writing isn't part of it.</summary>
    /// <param name="text">The text of <see cref="ToString"/>.</param>
    /// <param name="writtenAt">When the copy was written.</param>
    /// <param name="mark">The mark.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, DateTimeOffset writtenAt, [NotNullWhen(true)] out MemoryCopyMark? mark)
    {
        mark = text?.Split(' ') is [var first, var number, var fingerprint]
            && DateTimeOffset.TryParseExact(first, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var firstSweepAt)
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
            ? new(firstSweepAt, parsed, fingerprint, writtenAt)
            : null;
        return mark is not null;
    }

    /// <summary>The mark as text in ASCII, without the time of writing.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{FirstSweepAt:O} {Number} {Fingerprint}");
}
