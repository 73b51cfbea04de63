using System.Collections.Immutable;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Guard.Ports;

/// <summary>A part of what is remembered of an account and region.</summary>
/// <param name="Groups">The memories of some groups. A group whose memory can't be understood isn't among them.</param>
/// <param name="NextToken">Where the next part begins. Null if this is the last one.</param>
public sealed record GroupMemoryPage(ImmutableArray<Versioned<GroupMemory>> Groups, string? NextToken)
{
    /// <summary>The ids of the groups whose memory can't be understood.</summary>
    public ImmutableArray<string> Unreadable { get; init; } = [];
}
