using SgWatch.Changes;
using SgWatch.Rules;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Reports;

/// <summary>One rule that is tolerated, or that will be tolerated when it comes.</summary>
/// <param name="AccountRegion">Where its group is.</param>
/// <param name="GroupId">Its group.</param>
/// <param name="Guardrail">The guardrail's name. Null for every guardrail with <c>judge: changes</c>.</param>
/// <param name="Rule">The rule. Its id is null while it hasn't come.</param>
/// <param name="Since">When that began.</param>
/// <param name="Reason">Why it is tolerated.</param>
public sealed record BaselineRow(
    AccountRegion AccountRegion, string GroupId, string? Guardrail, SecurityGroupRule Rule, DateTimeOffset Since, BaselineReason Reason)
{
    /// <summary>Who answers for it: a principal's ARN. Null if nobody does.</summary>
    public string? By { get; init; }

    /// <summary>What that person wrote. Null if there is nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The last day, in UTC, on which it is tolerated. Null if it has no end.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>How much of the internet the rule names, from 0 to 1.</summary>
    internal double PublicShare { get; init; }

    /// <summary>What uses its group. Null if that couldn't be read.</summary>
    public GroupUse? Use { get; init; }

    /// <summary>The rows of one group. What has ended is left out.</summary>
    /// <param name="accountRegion">Where the group is.</param>
    /// <param name="region">What is remembered of the account and region. It knows the guardrails' names.</param>
    /// <param name="memory">What is remembered of the group.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<BaselineRow> Of(AccountRegion accountRegion, RegionMemory? region, GroupMemory memory, DateTimeOffset now)
    {
        var tolerated = memory.Baseline.Where(entry => !entry.HasEnded(now)).Select(entry =>
            new BaselineRow(accountRegion, memory.GroupId, NameOf(entry.Guardrail), entry.Content.Rule, entry.Since, entry.Reason)
            {
                PublicShare = entry.Content.PublicShare,
                By = entry.By,
                Note = entry.Note,
                Until = entry.Until,
            });
        var expected = memory.Expected.Where(entry => !entry.IsVoid(now)).Select(entry =>
            new BaselineRow(accountRegion, memory.GroupId, null, entry.Rule with { SecurityGroupRuleId = null }, entry.At, entry.Reason)
            {
                By = entry.By,
                Note = entry.Note,
                Until = entry.Until,
            });
        return tolerated.Concat(expected);

        string? NameOf(string? id) => region?.Guardrails.FirstOrDefault(known => known.Id == id)?.Name ?? id;
    }
}
