namespace SgWatch.Reports;

/// <summary>What the next inspection at a group does with one rule or finding.</summary>
/// <param name="Action">What it does.</param>
/// <param name="Why">What is done, when and why: a clause for people, such as <c>revoked by the next sweep</c>.</param>
public sealed record NextStep(NextAction Action, string Why)
{
    /// <summary>The earliest time of it. Null if the next inspection does it, or if nobody knows.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}
