using System.Collections.Immutable;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Aws.Findings;

/// <summary>What one incident says of one guardrail: what security tools call a finding.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Guardrail">The guardrail.</param>
/// <param name="Breaches">Everything of the group that breaks it; at least one.</param>
internal sealed record GuardrailFinding(Incident Incident, Guardrail Guardrail, ImmutableArray<Finding> Breaches)
{
    /// <summary>The only type that fits of those that Security Hub defines.</summary>
    public const string Type = "Software and Configuration Checks/AWS Security Best Practices/Network Reachability";

    private const int MaxTitleLength = 256; // Security Hub's limits
    private const int MaxDescriptionLength = 1024;

    /// <summary>One for each guardrail that the group broke, in the order in which they were found; none for one of which everything was there before and
    /// is left alone: every incident of the group would tell it anew.</summary>
    public static IEnumerable<GuardrailFinding> Of(Incident incident) => incident.Findings
        .GroupBy(finding => finding.Guardrail.Name)
        .Where(group => group.Any(finding => finding.Action != FindingAction.None))
        .Select(group => new GuardrailFinding(incident, group.First().Guardrail, [.. group]));

    /// <summary>The same for the same incident and guardrail, so that what is told twice is one finding.</summary>
    public string Id => $"{Incident.Id}/{Guardrail.Name}";

    /// <summary>Whether nothing of it stands any more.</summary>
    public bool IsResolved => Incident.Outcome == IncidentOutcome.Reverted
        && Breaches.All(breach => breach.Action is FindingAction.Revoke or FindingAction.Narrow or FindingAction.Restore);

    /// <summary>The group as it was seen last.</summary>
    public SecurityGroup Group => Incident.After ?? Incident.Before;

    public string Title => Cut(
        $"Security group {Incident.Before.GroupId} {(IsResolved ? "broke" : "breaks")} {Guardrail.Name}: {Breaches[0].Rule?.ToString() ?? Breaches[0].Why}", MaxTitleLength);

    public string Description => Cut(string.Join(" ", Breaches.Select(breach => breach.Why).Distinct()), MaxDescriptionLength);

    public string Remediation => IsResolved
        ? "SgWatch closed it. Where it was meant to be open, have the policy allow it, or exempt it until a day, and make the change again."
        : "Take the rules away, or have the policy allow them. Where SgWatch failed, its incident says why.";

    /// <summary>When the first of the calls was made that led to it.</summary>
    public DateTimeOffset FirstSeen => Incident.Origins.Min(origin => origin.EventTime) ?? Incident.StartedAt;

    private static string Cut(string text, int length) => SafeText.Line(text, length - 3); // and three points
}
