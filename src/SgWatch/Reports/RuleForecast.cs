using System.Globalization;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Reports;

/// <summary>What the next inspection at a group does with each of its rules, and when.</summary>
/// <param name="policy">The policy that the group was judged with.</param>
/// <param name="isEvent">Whether the next inspection is that of an event. Otherwise it is a sweep.</param>
/// <param name="memory">The standings by which the group was judged. Null without a memory.</param>
public sealed class RuleForecast(Policy policy, bool isEvent, RememberedStandings? memory)
{
    private readonly string _inspection = isEvent ? "its event" : "the next sweep";

    /// <summary>Whether the guard's memory was read.</summary>
    public bool HasMemory => memory is not null;

    /// <summary>Whether it is that of an event.</summary>
    public bool IsEvent => isEvent;

    /// <summary>Since when a finding's rule has its status. Null if that isn't known.</summary>
    public DateTimeOffset? SinceOf(Finding finding) => finding.Standing?.Entry?.Since
        ?? (finding.Rule is { } rule ? memory?.MadeAt(rule) : null);

    /// <summary>What is done with a rule: the most that any of its findings asks for.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="verdict">The verdict on its group.</param>
    public NextStep Of(SecurityGroupRule rule, Verdict verdict) =>
        verdict.Findings.Where(finding => ReferenceEquals(finding.Rule, rule)).Select(Of).MaxBy(step => step.Action)
        ?? new(NextAction.Keep, "permitted");

    /// <summary>What is done about one finding.</summary>
    public NextStep Of(Finding finding) => finding switch
    {
        { Kind: FindingKind.UnresolvedPeer } => new(NextAction.Alert, $"people are notified by {_inspection}: nobody knows what it admits"),
        { Action: FindingAction.Restore } => new(NextAction.Restore, $"authorized by {_inspection}"),
        { Rule: { } rule } when !isEvent && memory?.DependsOnMaker(finding.Guardrail, rule) == true =>
            new(NextAction.Wait, $"{_inspection} first asks CloudTrail who made it and when, and then revokes or tolerates it"),
        { Action: FindingAction.Narrow } => new(NextAction.Narrow, $"narrowed by {_inspection}"),
        { Action: FindingAction.Revoke } => new(NextAction.Revoke, $"revoked by {_inspection}"),
        { Standing.Kind: Standing.Waiting } => new(NextAction.Wait, $"nobody knows yet who made it: it waits{NotBefore(finding)}")
        {
            NotBefore = finding.Standing.DueAt,
        },
        { Standing: { Kind: Standing.Turned, IsDue: false } } when IsEnforced(finding.Guardrail) => OfTurned(finding),
        { Action: FindingAction.Alert } => new(NextAction.Alert,
            $"people are notified by {_inspection}; {WhyUnchanged(finding.Guardrail)}"),
        { Standing: { Kind: Standing.Tolerated, Entry.Until: { } until } } => new(NextAction.Keep,
            $"left alone until the end of {until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} (UTC); then people are notified, "
            + "and it is revoked 30 minutes later"),
        { Standing.Kind: Standing.Tolerated } when HasMemory => new(NextAction.Keep, "left alone"),
        { Standing: not null } when !HasMemory => new(NextAction.Keep,
            "left alone: without a memory a sweep acts only on guardrails with judge: state"),
        _ => new(NextAction.Keep, $"left alone: people were notified; {WhyUnchanged(finding.Guardrail)}"),
    };

    private NextStep OfTurned(Finding finding) => finding.Standing?.DueAt is { } due
        ? new(NextAction.Wait, $"people were notified; the first inspection that finds it{NotBefore(finding)} revokes it")
        {
            NotBefore = due,
        }
        : new(NextAction.Alert, $"people are notified by {_inspection}; the first inspection 30 minutes later revokes it");

    private bool IsEnforced(Guardrail guardrail) =>
        (guardrail.Mode ?? policy.Mode) == PolicyMode.Enforce && guardrail.Action != GuardrailAction.Alert;

    private string WhyUnchanged(Guardrail guardrail) => IsEnforced(guardrail) ? "nothing is changed" : "the guardrail only observes";

    private static string NotBefore(Finding finding) => finding.Standing?.DueAt is { } due
        ? string.Create(CultureInfo.InvariantCulture, $" from {due.UtcDateTime:yyyy-MM-dd HH:mm} UTC on")
        : "";
}
