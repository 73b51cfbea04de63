namespace SgWatch.Guard.Ports;

/// <summary>A part of what is remembered of an account and region was deleted.</summary>
/// <param name="Groups">How many groups.</param>
/// <param name="NextToken">Where the next part begins. Null if this was the last one.</param>
public sealed record MemoryForgotten(int Groups, string? NextToken);
