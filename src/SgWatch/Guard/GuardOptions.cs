namespace SgWatch.Guard;

/// <summary>The bounds of the guard's work. Every one is a number of tries or a time.</summary>
public sealed record GuardOptions
{
    /// <summary>How often a group is read, judged and changed before the guard gives up on it.</summary>
    public int MaxRounds { get; init; } = 5;

    /// <summary>How often a group that isn't there is looked for: EC2 may show a new one late.</summary>
    public int MaxLooks { get; init; } = 5;

    /// <summary>The wait between two such looks.</summary>
    public TimeSpan LookAgainAfter { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>How often one call is tried when AWS throttles or fails.</summary>
    public int MaxTries { get; init; } = 8;

    /// <summary>The longest wait before the second try; it doubles with each further one.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait before any try.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many groups are worked on at once.</summary>
    public int MaxGroupsAtOnce { get; init; } = 8;

    /// <summary>How long before the deadline no new try is begun, so that what was done can still be told.</summary>
    public TimeSpan Reserve { get; init; } = TimeSpan.FromSeconds(3);
}
