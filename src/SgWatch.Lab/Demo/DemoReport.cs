using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Lab.Demo;

/// <summary>Whether every group ended as the policy wants: what it admitted before, what honest people added, and nothing else.</summary>
public static class DemoReport
{
    /// <summary>What is wrong at the end, a line each; empty if nothing is.</summary>
    /// <param name="wanted">The rule texts that each group is to have; a group that isn't here is to have none.</param>
    /// <param name="groups">The groups as they are.</param>
    public static ImmutableArray<string> Faults(IReadOnlyDictionary<string, ImmutableHashSet<string>> wanted, IEnumerable<SecurityGroup> groups) =>
    [
        .. groups.SelectMany(group =>
        {
            var has = group.Rules.Select(rule => rule.ToString()).ToImmutableHashSet();
            var wants = wanted.GetValueOrDefault(group.GroupId, []);
            return has.Except(wants).Select(rule => $"{group.GroupName} {group.GroupId} still has: {rule}")
                .Concat(wants.Except(has).Select(rule => $"{group.GroupName} {group.GroupId} has lost: {rule}"));
        }),
    ];
}
