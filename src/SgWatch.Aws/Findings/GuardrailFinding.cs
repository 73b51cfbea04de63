using System.Collections.Immutable;
using SgWatch.Changes;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Aws.Findings;

/// <summary>One incident's findings of one guardrail, as the one finding that security tools show.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Guardrail">The guardrail that the group broke.</param>
/// <param name="Breaches">The incident's findings of this guardrail; at least one.</param>
internal sealed record GuardrailFinding(Incident Incident, Guardrail Guardrail, ImmutableArray<Finding> Breaches)
{
    /// <summary>The one type of Security Hub's list that fits.</summary>
    public const string Type = "Software and Configuration Checks/AWS Security Best Practices/Network Reachability";

    private const int MaxTitleLength = 256; // Security Hub's limits
    private const int MaxDescriptionLength = 1024;

    /// <summary>One finding for each guardrail that the group broke, in the incident's order.</summary>
    /// <remarks>
    /// A guardrail is left out if the guard does nothing about any of its findings. Otherwise every incident of the group would report
    /// them again.
    /// </remarks>
    public static IEnumerable<GuardrailFinding> Of(Incident incident) => incident.Findings
        .GroupBy(finding => finding.Guardrail.Name)
        .Where(group => group.Any(finding => finding.Action != FindingAction.None))
        .Select(group => new GuardrailFinding(incident, group.First().Guardrail, [.. group]));

    /// <summary>The finding's id. An incident and a guardrail have one id, so a finding that is sent twice is stored once.</summary>
    public string Id => $"{Incident.Id}/{Guardrail.Name}";

    /// <summary>True if nothing of the breach is left.</summary>
    public bool IsResolved => Incident.Outcome == IncidentOutcome.Reverted
        && Breaches.All(breach => breach.Action is FindingAction.Revoke or FindingAction.Narrow or FindingAction.Restore);

    /// <summary>The event that made a rule of this breach. If no event is known to have made a rule of the incident, the first event that
    /// led to it. Null if there is none.</summary>
    public Origin? MadeBy => Incident.MakersOf(Breaches).FirstOrDefault()
        ?? (Incident.MakersOf(Incident.Findings).Any() ? null : Incident.Origins.FirstOrDefault());

    /// <summary>The events that led to the incident. First come those that made the rules of this breach.</summary>
    public IEnumerable<Origin> Origins => Incident.MakersOf(Breaches).Union(Incident.Origins);

    /// <summary>The group as it was read last.</summary>
    public SecurityGroup Group => Incident.After ?? Incident.Before;

    public string Title
    {
        get
        {
            var verb = IsResolved ? "broke" : "breaks";
            var what = Breaches[0].Rule?.ToString() ?? Breaches[0].Why;
            return Cut($"Security group {Incident.Before.GroupId} {verb} {Guardrail.Name}: {what}", MaxTitleLength);
        }
    }

    public string Description => Cut(string.Join(" ", Breaches.Select(breach => breach.Why).Distinct()), MaxDescriptionLength);

    public string Remediation => IsResolved
        ? "SgWatch closed the group. If it was meant to be open, change the policy or add an exemption, and make the change again."
        : "Remove the rules, or change the policy so that it allows them. If SgWatch failed, its incident says why.";

    /// <summary>When the first call was made that led to the incident.</summary>
    public DateTimeOffset FirstSeen => Incident.Origins.Min(origin => origin.EventTime) ?? Incident.StartedAt;

    // SafeText adds three points to a text that it cuts
    private static string Cut(string text, int length) => SafeText.Line(text, length - 3);
}
