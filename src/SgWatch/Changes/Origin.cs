namespace SgWatch.Changes;

/// <summary>What made the guard look: one event, sweep or request.</summary>
/// <param name="EventName">The API call's name, such as AuthorizeSecurityGroupIngress; ConfigurationItem, Sweep or Manual for the others.</param>
public sealed record Origin(string EventName)
{
    /// <summary>CloudTrail's <c>eventID</c>; the same id again is the same event again.</summary>
    public string? EventId { get; init; }

    /// <summary>When the call was made, by AWS's clock, to the second.</summary>
    public DateTimeOffset? EventTime { get; init; }

    /// <summary>The account whose group it is about (12 digits); null where the message doesn't say.</summary>
    public string? Account { get; init; }

    public string? Region { get; init; }

    /// <summary>Null where it can't be known (Config, the schedule).</summary>
    public Actor? Actor { get; init; }
}
