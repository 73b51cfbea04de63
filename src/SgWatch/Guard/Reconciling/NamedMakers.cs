using System.Collections.Immutable;
using SgWatch.Changes;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Guard.Reconciling;

/// <summary>Who made the rules of a group, as the events in hand say.</summary>
internal static class NamedMakers
{
    /// <summary>By rule id: the latest event that made the rule as it is now.</summary>
    public static ImmutableDictionary<string, RuleMaker> Of(Case judged)
    {
        var makers = ImmutableDictionary.CreateBuilder<string, RuleMaker>(StringComparer.Ordinal);
        foreach (var rule in judged.Group.Rules)
        {
            var changes = judged.Cause.Changed.MakersOf(rule).ToList();
            var latest = changes.MaxBy(change => change.Origin.EventTime ?? DateTimeOffset.MaxValue); // all can be read, or none
            if (latest is { Kind: ChangeKind.Modify })
            {
                latest = changes.Find(change => change.Kind == ChangeKind.Authorize) ?? latest; // only the description was modified
            }
            if (latest is not null && rule.SecurityGroupRuleId is { } id)
            {
                makers[id] = latest.MakesRules
                    ? new RuleMaker.Named(latest.Origin, latest.Kind == ChangeKind.Authorize)
                    : new RuleMaker.Unreadable(latest.Origin);
            }
        }
        return makers.ToImmutable();
    }
}
