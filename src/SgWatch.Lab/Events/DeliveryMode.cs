namespace SgWatch.Lab.Events;

/// <summary>
/// How events come from the module's rule to the guard. AWS promises none of the first: an event may come late, twice, out of order, or
/// never.
/// </summary>
/// <remarks>Source: EventBridge user guide, Amazon EventBridge delivery; CloudTrail user guide, How CloudTrail works.</remarks>
public enum DeliveryMode
{
    /// <summary>Each once, as it happens.</summary>
    InOrder,

    /// <summary>Each twice in a row.</summary>
    Doubled,

    /// <summary>Held until they are released; then the last first.</summary>
    Reversed,

    /// <summary>Held until they are released; then in order.</summary>
    Late,

    /// <summary>Never.</summary>
    Lost,
}
