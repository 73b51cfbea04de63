using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Guard.Ports;

/// <summary>One page of groups.</summary>
/// <param name="Groups">The groups, each with all its rules.</param>
/// <param name="NextToken">Names the next page; null after the last.</param>
public sealed record SecurityGroupPage(ImmutableArray<SecurityGroup> Groups, string? NextToken)
{
    /// <summary>How many API calls the page took. Default: one for the groups and one for their rules.</summary>
    public int Calls { get; init; } = 2;
}
