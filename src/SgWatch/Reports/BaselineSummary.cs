using SgWatch.Changes;
using SgWatch.Policies;
using SgWatch.Verdicts;

namespace SgWatch.Reports;

/// <summary>Rules that entered the baseline, counted, and the worst of them. However many there are, it keeps few.</summary>
/// <param name="policy">The policy, which knows how severe each guardrail is.</param>
internal sealed class BaselineSummary(Policy policy)
{
    /// <summary>How many of the worst it keeps.</summary>
    public const int MaxWorst = 20;

    private const int MaxKept = 10 * MaxWorst;

    private readonly SortedDictionary<string, int> _guardrails = new(StringComparer.Ordinal);
    private readonly SortedDictionary<BaselineReason, int> _reasons = [];
    private readonly HashSet<AccountRegion> _accountRegions = [];
    private readonly List<BaselineRow> _worst = [];

    /// <summary>How many rules there are.</summary>
    public int Rules { get; private set; }

    /// <summary>How many groups they belong to.</summary>
    public int Groups { get; private set; }

    /// <summary>The accounts and regions of these groups.</summary>
    public IReadOnlyCollection<AccountRegion> AccountRegions => _accountRegions;

    /// <summary>How many rules each guardrail tolerates, by its name; <c>any</c> for rules that all of them tolerate.</summary>
    public IReadOnlyDictionary<string, int> Guardrails => _guardrails;

    /// <summary>How many rules entered for each reason.</summary>
    public IReadOnlyDictionary<BaselineReason, int> Reasons => _reasons;

    /// <summary>The worst: by severity, then by how much of the internet and how many ports the rule names, then by id.</summary>
    public IReadOnlyList<BaselineRow> Worst
    {
        get
        {
            Cut(MaxWorst);
            return _worst;
        }
    }

    /// <summary>Adds what one group tolerates.</summary>
    /// <param name="ofGroup">The entries. A rule may have several, one for each guardrail.</param>
    public void Add(IReadOnlyCollection<BaselineRow> ofGroup)
    {
        foreach (var ofRule in ofGroup.GroupBy(row => row.Rule.SecurityGroupRuleId, StringComparer.Ordinal))
        {
            var first = ofRule.OrderByDescending(SeverityOf).ThenBy(row => row.Guardrail, StringComparer.Ordinal).First();
            Rules++;
            Count(_reasons, first.Reason, 1);
            _accountRegions.Add(first.AccountRegion);
            _worst.Add(first);
        }
        foreach (var row in ofGroup)
        {
            Count(_guardrails, row.Guardrail ?? "any", 1);
        }
        Groups += ofGroup.Count > 0 ? 1 : 0;
        if (_worst.Count > MaxKept)
        {
            Cut(MaxWorst);
        }
    }

    /// <summary>Adds another summary.</summary>
    public void Add(BaselineSummary other)
    {
        Rules += other.Rules;
        Groups += other.Groups;
        _accountRegions.UnionWith(other._accountRegions);
        _worst.AddRange(other.Worst);
        foreach (var (guardrail, count) in other._guardrails)
        {
            Count(_guardrails, guardrail, count);
        }
        foreach (var (reason, count) in other._reasons)
        {
            Count(_reasons, reason, count);
        }
        Cut(MaxWorst);
    }

    /// <summary>How severe the guardrail of a row is. Low if the policy has it no longer, or if it is every guardrail.</summary>
    public Severity SeverityOf(BaselineRow row) => SeverityOf(row.Guardrail);

    /// <summary>How severe a guardrail is. Low if the policy has it no longer.</summary>
    public Severity SeverityOf(string? guardrail) =>
        policy.Guardrails.FirstOrDefault(its => its.Name == guardrail)?.Severity ?? Severity.Low;

    private static void Count<TKey>(SortedDictionary<TKey, int> counts, TKey key, int count)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + count;

    private void Cut(int most)
    {
        var kept = _worst.OrderByDescending(SeverityOf)
            .ThenByDescending(row => row.PublicShare)
            .ThenByDescending(row => (ulong)row.Rule.Service.Last - row.Rule.Service.First)
            .ThenBy(row => row.AccountRegion.Account, StringComparer.Ordinal)
            .ThenBy(row => row.AccountRegion.Region, StringComparer.Ordinal)
            .ThenBy(row => row.Rule.SecurityGroupRuleId, StringComparer.Ordinal)
            .Take(most).ToList();
        _worst.Clear();
        _worst.AddRange(kept);
    }
}
