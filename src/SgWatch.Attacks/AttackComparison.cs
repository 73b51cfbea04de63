using SgWatch.Rules;

namespace SgWatch.Attacks;

/// <summary>Compares a group with the end that it must have.</summary>
internal static class AttackComparison
{
    /// <summary>What differs, such as <c>still has: ingress tcp/22 from 0.0.0.0/0</c>. Empty if the end is right.</summary>
    /// <param name="end">The end it must have.</param>
    /// <param name="group">The group as it is.</param>
    /// <param name="on">The target.</param>
    /// <param name="isIncomplete">True if a step was left out because the target can't do it.</param>
    /// <param name="fill">Replaces the variables in a rule text.</param>
    public static IEnumerable<string> Differences(
        AttackEnd end, SecurityGroup group, AttackTargetKinds on, bool isIncomplete, Func<string, string> fill)
    {
        var has = group.Rules.Select(rule => rule.ToString()).ToHashSet();
        var must = end.Has.Select(Canonical).ToHashSet();
        var mayHave = end.MayHaveOn.HasFlag(on) ? end.MayHave : [];
        var may = mayHave.Concat(isIncomplete ? end.MayHaveWithout : []).Select(Canonical).ToHashSet();
        foreach (var rule in must.Except(has))
        {
            yield return $"has lost: {rule}";
        }
        foreach (var rule in has.Except(must).Except(may))
        {
            yield return $"still has: {rule}";
        }
        if (has.Count > end.AtMost)
        {
            yield return $"still has {has.Count} rules, of which at most {end.AtMost} may stay";
        }

        string Canonical(string rule) => RuleText.Parse(fill(rule)).ToString();
    }
}
