namespace SgWatch.Simulation.Laws;

/// <summary>A group as it was from a moment on.</summary>
/// <param name="At">The moment.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsEdge">Whether it has the tag <c>tier=edge</c>.</param>
/// <param name="Rules">What each of its ingress rules admits, by the rule's id.</param>
internal sealed record PlainGroup(DateTimeOffset At, string Name, bool IsEdge, IReadOnlyDictionary<string, uint> Rules);
