namespace SgWatch.Guard;

/// <summary>The bounds of the guard's work. Each is a number of tries, a number at once, or a time.</summary>
public sealed record GuardOptions
{
    /// <summary>How often a group is read, judged and changed before the guard gives up on it.</summary>
    public int MaxRounds { get; init; } = 5;

    /// <summary>How often a group that can't be found is read: EC2 may show a new group late.</summary>
    public int MaxReads { get; init; } = 5;

    /// <summary>The wait between two such reads.</summary>
    /// <remarks>What a fresh event names and no reading shows is looked for as often.</remarks>
    public TimeSpan ReadAgainAfter { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>How long EC2 may take to show what a call did. An event is fresh while it is younger.</summary>
    /// <remarks>Source: EC2 API Reference, "Eventual consistency in the Amazon EC2 API".</remarks>
    public TimeSpan ShownWithin { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often one call is tried when AWS throttles or fails.</summary>
    public int MaxTries { get; init; } = 8;

    /// <summary>The longest wait before the second try; it doubles with each further one.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait before any try.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many groups of one account and region are reconciled at once.</summary>
    public int MaxGroupsAtOnce { get; init; } = 8;

    /// <summary>How many groups are reconciled at once in all.</summary>
    public int MaxGroupsAtOnceInAll { get; init; } = 64;

    /// <summary>How long before the deadline a try is ended, so that the invocation can still answer.</summary>
    public TimeSpan AnswerTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>With less time left than this, no try begins.</summary>
    public TimeSpan TryTime { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long before the deadline no second try begins, so that there is time to notify people of what was done.</summary>
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
    public int MaxPages { get; init; } = 10_000;

    /// <summary>How many invocations a sweep may have; each continues it by a message on the guard's own queue.</summary>
    public int MaxSweepHops { get; init; } = 1000;

    /// <summary>How often a sweep begins anew because EC2 no longer knows its token.</summary>
    public int MaxSweepRestarts { get; init; } = 2;

    /// <summary>How many sweeps a sweep of many accounts starts in one invocation, before it leaves the others to a later one.</summary>
    public int SweepsPerHop { get; init; } = 50;

    /// <summary>Over which time a sweep of many accounts spreads its sweeps, so that they leave room for events.</summary>
    public TimeSpan SweepsSpread { get; init; } = TimeSpan.FromMinutes(45);
}
