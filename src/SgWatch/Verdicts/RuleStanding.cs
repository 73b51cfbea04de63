namespace SgWatch.Verdicts;

/// <summary>A rule's standing with one guardrail, and what follows from it.</summary>
/// <param name="Kind">Whether the rule was there before.</param>
public sealed record RuleStanding(Standing Kind)
{
    /// <summary>A new rule of which nobody was notified.</summary>
    public static RuleStanding OfNew { get; } = new(Standing.New) { IsDue = true };

    /// <summary>A new rule that no event named, while the guard counts how many groups have one.</summary>
    public static RuleStanding OfHeld { get; } = new(Standing.New) { IsReported = true };

    /// <summary>A remembered rule about which nothing has changed.</summary>
    public static RuleStanding OfRemembered { get; } = new(Standing.Tolerated);

    /// <summary>A rule whose author isn't known yet.</summary>
    public static RuleStanding OfWaiting { get; } = new(Standing.Waiting) { IsReported = true };

    /// <summary>Why it is as it is, as the second part of a sentence. Null if the finding needs no such reason.</summary>
    public string? Reason { get; init; }

    /// <summary>The entry of the baseline that tolerates it. Null if none does.</summary>
    public BaselineEntry? Entry { get; init; }

    /// <summary>Whether the entry isn't in the baseline yet.</summary>
    public bool IsNewEntry { get; init; }

    /// <summary>Whether the guard acts on it now. A turned rule waits for 30 minutes.</summary>
    public bool IsDue { get; init; }

    /// <summary>The earliest time at which the guard may act on it. Null if that is now, or if nobody knows.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Whether people were notified of it already.</summary>
    public bool IsReported { get; init; }

    /// <summary>Whether it is new, and the guard doesn't act on it yet.</summary>
    internal bool IsHeld => Kind == Standing.New && !IsDue;

    /// <summary>A rule that an entry tolerates.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="isNew">Whether the entry isn't in the baseline yet.</param>
    public static RuleStanding Tolerated(BaselineEntry entry, bool isNew) => new(Standing.Tolerated) { Entry = entry, IsNewEntry = isNew };
}
