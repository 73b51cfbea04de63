using System.Collections.Immutable;
using SgWatch.Changes;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Incidents;

/// <summary>A group in which a sweep found new rules that no event had named.</summary>
/// <param name="AccountRegion">Where the group is.</param>
/// <param name="GroupId">The group.</param>
/// <param name="GroupName">Its name.</param>
/// <param name="Findings">What is wrong with the first of these rules. At most <see cref="MaxFindings"/>.</param>
/// <param name="RuleIds">The ids of all of them.</param>
internal sealed record UnheardGroup(
    AccountRegion AccountRegion, string GroupId, string GroupName, ImmutableArray<Finding> Findings, ImmutableArray<string> RuleIds)
{
    /// <summary>How many findings it keeps.</summary>
    public const int MaxFindings = 3;

    /// <summary>By rule id: what CloudTrail answered about who made the rule.</summary>
    public ImmutableDictionary<string, RuleMaker> Makers { get; init; } = ImmutableDictionary<string, RuleMaker>.Empty;

    /// <summary>What the guard holds of a verdict. Null if that is nothing.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="otherwise">Where the group is, if it doesn't say so itself.</param>
    /// <param name="makers">What CloudTrail answered about its rules.</param>
    public static UnheardGroup? Of(Verdict verdict, AccountRegion otherwise, ImmutableDictionary<string, RuleMaker> makers)
    {
        var held = verdict.Findings.Where(finding => finding.Standing?.IsHeld == true).ToList();
        var group = verdict.Group;
        return held.Count == 0 ? null : new(
            AccountRegion.Of(group, otherwise), group.GroupId, group.GroupName,
            [.. held.Take(MaxFindings)], [.. held.Select(finding => finding.Rule?.SecurityGroupRuleId).OfType<string>().Distinct()])
        {
            Makers = makers,
        };
    }
}
