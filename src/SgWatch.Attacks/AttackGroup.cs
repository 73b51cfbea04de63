using System.Collections.Immutable;

namespace SgWatch.Attacks;

/// <summary>A group that an attack works on.</summary>
/// <param name="Name">The variable that holds its id.</param>
/// <param name="Rules">The legitimate rules it is made with, as rule texts.</param>
public sealed record AttackGroup(string Name, ImmutableArray<string> Rules)
{
    /// <summary>True if it is in the default VPC, false if it is in the suite's own.</summary>
    public bool IsInDefaultVpc { get; init; }

    /// <summary>True if it keeps the rule that EC2 gives a new group: all traffic out to everywhere.</summary>
    public bool KeepsEgress { get; init; }
}
