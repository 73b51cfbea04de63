using System.Collections.Immutable;

namespace SgWatch.Lab.Trail;

/// <summary>A page of CloudTrail's history.</summary>
/// <param name="Events">The newest first.</param>
/// <param name="NextToken">The next page; null if this is the last.</param>
public sealed record TrailPage(ImmutableArray<TrailEvent> Events, string? NextToken);
