using SgWatch.Rules;

namespace SgWatch.Verdicts.Baselines;

/// <summary>What a person changes in the memory of one group.</summary>
/// <remarks>Pure. Each change can be made twice: the second time it changes nothing more.</remarks>
public static class BaselineEdits
{
    /// <summary>The memory with rules that are about to be made. An older expectation of the same rule goes.</summary>
    /// <param name="memory">The group's memory.</param>
    /// <param name="expected">The rules.</param>
    public static GroupMemory Expecting(this GroupMemory memory, IReadOnlyCollection<ExpectedRule> expected) => memory with
    {
        Expected = [.. memory.Expected.Where(old => !expected.Any(rule => rule.Rule.HasSameTraffic(old.Rule))), .. expected],
    };

    /// <summary>The memory that tolerates a rule of the group for every guardrail. The rule's other entries go.</summary>
    /// <param name="memory">The group's memory.</param>
    /// <param name="entry">The entry.</param>
    public static GroupMemory Tolerating(this GroupMemory memory, BaselineEntry entry) => memory with
    {
        Baseline = [.. memory.Baseline.Where(old => old.RuleId != entry.RuleId), entry],
        Expected = memory.Expected.RemoveAll(expected => expected.Rule.HasSameTraffic(entry.Content.Rule)),
        Rules = memory.Rules.ContainsKey(entry.RuleId)
            ? memory.Rules
            : memory.Rules.Add(entry.RuleId, new(entry.Content, entry.Since)),
        Dropped = memory.Dropped.Remove(entry.RuleId),
        AuthorAwaited = memory.AuthorAwaited.Remove(entry.RuleId),
    };

    /// <summary>The memory without a rule and its entries, so that the next sweep finds the rule new.</summary>
    /// <param name="memory">The group's memory.</param>
    /// <param name="ruleId">The rule's id.</param>
    /// <param name="rule">The rule. Null if it is neither remembered nor there.</param>
    public static GroupMemory Dropping(this GroupMemory memory, string ruleId, SecurityGroupRule? rule) => memory with
    {
        Baseline = memory.Baseline.RemoveAll(entry => entry.RuleId == ruleId),
        Expected = rule is null ? memory.Expected : memory.Expected.RemoveAll(expected => expected.Rule.HasSameTraffic(rule)),
        Rules = memory.Rules.Remove(ruleId),
        Dropped = memory.Dropped.Add(ruleId),
    };

    /// <summary>The memory without rules that were to come.</summary>
    /// <param name="memory">The group's memory.</param>
    /// <param name="rule">The rule, without an id.</param>
    public static GroupMemory NoLongerExpecting(this GroupMemory memory, SecurityGroupRule rule) => memory with
    {
        Expected = memory.Expected.RemoveAll(expected => expected.Rule.HasSameTraffic(rule)),
    };
}
