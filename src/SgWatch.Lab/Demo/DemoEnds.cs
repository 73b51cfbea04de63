using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Lab.Demo;

/// <summary>How each group must end: the rules it had, the rules that honest people added, and no others.</summary>
public sealed class DemoEnds
{
    private readonly ImmutableDictionary<string, ImmutableHashSet<string>> _rules;

    private DemoEnds(ImmutableDictionary<string, ImmutableHashSet<string>> rules) => _rules = rules;

    /// <summary>The ends before anything is done: every group keeps its rules.</summary>
    public static DemoEnds Of(IEnumerable<SecurityGroup> groups) => new(groups.ToImmutableDictionary(group => group.GroupId, Texts));

    /// <summary>The ends after one more step.</summary>
    public DemoEnds After(DemoStep step)
    {
        if (step.Parameters.FirstOrDefault(parameter => parameter.Name == "GroupId").Value is not { } groupId)
        {
            return this;
        }
        var rules = _rules[groupId];
        rules = step.Stays is { } stays ? rules.Add(stays) : rules;
        rules = step.Goes is { } goes ? rules.Remove(goes) : rules;
        return new(_rules.SetItem(groupId, rules));
    }

    /// <summary>What is wrong with the groups, a line each. A group that is new must have no rule.</summary>
    public ImmutableArray<string> Faults(IEnumerable<SecurityGroup> groups) =>
    [
        .. groups.SelectMany(group =>
        {
            var (has, wants) = (Texts(group), _rules.GetValueOrDefault(group.GroupId, []));
            return has.Except(wants).Select(rule => $"{group.GroupName} {group.GroupId} still has: {rule}")
                .Concat(wants.Except(has).Select(rule => $"{group.GroupName} {group.GroupId} has lost: {rule}"));
        }),
    ];

    private static ImmutableHashSet<string> Texts(SecurityGroup group) => [.. group.Rules.Select(rule => rule.ToString())];
}
