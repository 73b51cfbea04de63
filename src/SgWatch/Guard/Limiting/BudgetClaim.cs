using System.Security.Cryptography;
using System.Text;
using SgWatch.Changes;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Limiting;

/// <summary>What a change of a group asks of the hour's budget.</summary>
/// <param name="Budget">The budget that it is taken from.</param>
/// <param name="GroupId">The group.</param>
/// <param name="IsCritical">Whether a critical guardrail asks for it, or the group is a default group.</param>
/// <param name="IsWaiting">Whether it found no room earlier and has waited since.</param>
/// <param name="Actor">Names who made the rules. <see cref="BudgetedChange.Unknown"/> if nobody knows.</param>
internal sealed record BudgetClaim(ChangeBudget Budget, string GroupId, bool IsCritical, bool IsWaiting, string Actor)
{
    private const string DefaultGroup = "default";
    private const int ActorDigits = 12;

    /// <summary>What the change of a verdict asks for.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="changed">What the events in hand say.</param>
    /// <param name="waits">The budget for which the change has waited. Null if it is fresh.</param>
    public static BudgetClaim Of(Verdict verdict, ChangedRules changed, ChangeBudget? waits)
    {
        var acted = verdict.Findings.Where(finding => finding.IsActedOn).ToList();
        return new(
            waits ?? (acted.Any(finding => IsMade(finding, changed)) ? ChangeBudget.Made : ChangeBudget.Other),
            verdict.Group.GroupId,
            verdict.Group.GroupName == DefaultGroup || acted.Any(finding => finding.Guardrail.Severity == Severity.Critical),
            waits is not null,
            NameOf(Incident.MakersOf(acted).FirstOrDefault()?.Actor?.Principal));
    }

    /// <summary>The change as a member of the budget's set.</summary>
    /// <param name="idempotencyToken">The token of the call that adds it.</param>
    public BudgetedChange At(string idempotencyToken) => new(GroupId, IsCritical, IsWaiting, Actor, idempotencyToken[^1]);

    // somebody made the rule as it is, or edited it; not the entries of its list, nor something else that makes an old rule count
    private static bool IsMade(Finding finding, ChangedRules changed)
    {
        if (finding.Rule is not { } rule || finding.Standing?.Kind == Standing.Turned)
        {
            return false;
        }
        var makers = changed.MakersOf(rule);
        return makers.Count > 0
            ? makers.Any(change => change.Kind != ChangeKind.PrefixList)
            : finding.Standing?.Kind == Standing.New && rule.Peer is not Peer.PrefixList;
    }

    private static string NameOf(string? principal) => principal is null
        ? BudgetedChange.Unknown
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(principal)))[..ActorDigits];
}
