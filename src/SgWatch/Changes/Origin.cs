namespace SgWatch.Changes;

/// <summary>What caused an inspection: one event, sweep or request.</summary>
/// <param name="EventName">The API call's name, such as AuthorizeSecurityGroupIngress. Otherwise ConfigurationItem, Sweep or
/// Manual.</param>
public sealed record Origin(string EventName)
{
    /// <summary>CloudTrail's <c>eventID</c>. A message with the same id carries the same event. Null if it isn't an event of
    /// CloudTrail.</summary>
    public string? EventId { get; init; }

    /// <summary>When the call was made, by AWS's clock, to the second. Null if the message doesn't say.</summary>
    public DateTimeOffset? EventTime { get; init; }

    /// <summary>The account of the group (12 digits). Null if the message doesn't say.</summary>
    public string? Account { get; init; }

    /// <summary>The region of the group, such as <c>eu-west-1</c>. Null if the message doesn't say.</summary>
    public string? Region { get; init; }

    /// <summary>Who made the call. Null if the message can't say, as those of AWS Config and of a schedule.</summary>
    public Actor? Actor { get; init; }
}
