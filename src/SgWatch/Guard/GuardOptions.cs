namespace SgWatch.Guard;

/// <summary>The bounds of the guard's work. Every one is a number of tries or a time.</summary>
public sealed record GuardOptions
{
    /// <summary>How often a group is read, judged and changed before the guard gives up on it.</summary>
    public int MaxRounds { get; init; } = 5;

    /// <summary>How often a group that isn't there is looked for: EC2 may show a new one late.</summary>
    public int MaxReads { get; init; } = 5;

    /// <summary>The wait between two such looks.</summary>
    public TimeSpan ReadAgainAfter { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>How often one call is tried when AWS throttles or fails.</summary>
    public int MaxTries { get; init; } = 8;

    /// <summary>The longest wait before the second try; it doubles with each further one.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait before any try.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many groups of one account and region are worked on at once.</summary>
    public int MaxGroupsAtOnce { get; init; } = 8;

    /// <summary>How many groups are worked on at once in all.</summary>
    public int MaxGroupsAtOnceInAll { get; init; } = 64;

    /// <summary>How long before the deadline no new try is begun, so that what was done can still be told.</summary>
    public TimeSpan Reserve { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How many reading calls a second a sweep makes in an account and region: less than half of the 20 that EC2 grants.</summary>
    public double SweepReadsPerSecond { get; init; } = 8;

    /// <summary>How many changing calls a second a sweep makes in an account and region: less than half of the 5 that EC2 grants.</summary>
    public double SweepChangesPerSecond { get; init; } = 2;

    /// <summary>With less time left than this, a sweep begins no further page.</summary>
    public TimeSpan SweepPageTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>With less time left than this, a sweep begins no further group.</summary>
    public TimeSpan SweepGroupTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many pages a listing may have.</summary>
    public int MaxPages { get; init; } = 1000;

    /// <summary>How often a sweep may hand itself on.</summary>
    public int MaxSweepHops { get; init; } = 1000;

    /// <summary>How often a sweep begins anew where EC2 no longer knows its token.</summary>
    public int MaxSweepRestarts { get; init; } = 2;

    /// <summary>How many sweeps a sweep of many begins before it hands on the others.</summary>
    public int SweepsPerHop { get; init; } = 50;

    /// <summary>Over which time a sweep of many spreads its sweeps, so that they leave room for events.</summary>
    public TimeSpan SweepsSpread { get; init; } = TimeSpan.FromMinutes(45);
}
