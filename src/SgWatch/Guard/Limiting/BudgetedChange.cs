using System.Diagnostics.CodeAnalysis;

namespace SgWatch.Guard.Limiting;

/// <summary>One change of a group, as a member of the set in which an hour's budget is counted.</summary>
/// <param name="GroupId">The group. It counts once an hour.</param>
/// <param name="IsCritical">Whether a critical guardrail asks for it, or the group is a default group.</param>
/// <param name="IsWaiting">Whether it found no room earlier and has waited since.</param>
/// <param name="Actor">Names who made the rules. <see cref="Unknown"/> if nobody knows.</param>
/// <param name="Place">
/// One of sixteen places of the group, the last digit of the call's idempotency token. A change that is given back empties its own place.
/// </param>
internal readonly record struct BudgetedChange(string GroupId, bool IsCritical, bool IsWaiting, string Actor, char Place)
{
    /// <summary>The actor that nobody knows.</summary>
    public const string Unknown = "-";

    private const int Parts = 4;

    /// <summary>The member's text, such as <c>sg-0123456789abcdef0 fresh 0123456789ab 7</c>.</summary>
    public override string ToString() => $"{GroupId} {Kind(IsCritical, IsWaiting)} {Actor} {Place}";

    /// <summary>Reads a member's text.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out BudgetedChange? change)
    {
        var parts = text.Split(' ');
        change = parts.Length == Parts && parts[3].Length == 1
            ? new(parts[0], parts[1].EndsWith("critical", StringComparison.Ordinal),
                parts[1].StartsWith("waiting", StringComparison.Ordinal), parts[2], parts[3][0])
            : null;
        return change is not null;
    }

    private static string Kind(bool isCritical, bool isWaiting) => (isCritical, isWaiting) switch
    {
        (true, true) => "waiting-critical",
        (true, false) => "critical",
        (false, true) => "waiting",
        (false, false) => "fresh",
    };
}
