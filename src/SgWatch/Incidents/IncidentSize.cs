using SgWatch.Rules;

namespace SgWatch.Incidents;

/// <summary>How much text an incident holds in memory, roughly.</summary>
internal static class IncidentSize
{
    private const int CharactersOfEntry = 500; // of a rule or a finding with its longest texts

    /// <summary>The characters. Tags count once, because an incident's lists share them.</summary>
    public static long Characters(Incident incident) =>
        (long)CharactersOfEntry * (1 + incident.Before.Rules.Length + (incident.After?.Rules.Length ?? 0) + incident.Findings.Length
            + incident.Planned.Revoke.Length + incident.Revoked.Length)
        + incident.Before.Rules.Concat(incident.Planned.Revoke).Sum(Tags);

    private static long Tags(SecurityGroupRule rule) => rule.Tags.Sum(tag => tag.Key.Length + tag.Value.Length);
}
