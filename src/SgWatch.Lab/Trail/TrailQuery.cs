namespace SgWatch.Lab.Trail;

/// <summary>What LookupEvents is asked for. Without anything: the latest events.</summary>
/// <remarks>Source: CloudTrail API Reference, LookupEvents.</remarks>
public sealed record TrailQuery
{
    /// <summary>The most events that a page has.</summary>
    public const int MaxPage = 50;

    /// <summary>Such as <c>ResourceName</c>; null for every event.</summary>
    public string? AttributeKey { get; init; }

    /// <summary>The value that the attribute must have.</summary>
    public string AttributeValue { get; init; } = "";

    /// <summary>The earliest time; null for 90 days ago.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>The latest time; null for now.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>How many events a page has at most, 1 to 50.</summary>
    public long MaxResults { get; init; } = MaxPage;

    /// <summary>The page; null for the first.</summary>
    public string? NextToken { get; init; }
}
