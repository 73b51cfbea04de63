using System.Security.Cryptography;
using System.Text;
using SgWatch.Events;
using SgWatch.Policies;
using SgWatch.Rules;

namespace SgWatch.Incidents;

/// <summary>Makes an incident's id from what it is about, so that a second try has the id of the first.</summary>
public static class IncidentId
{
    /// <summary>The id for a group, the events that led there and the rules found wanting.</summary>
    public static string Of(SecurityGroup group, IEnumerable<Origin> origins, IEnumerable<Finding> findings)
    {
        var parts = new[] { group.OwnerId, group.Region, group.GroupId }
            .Concat(origins.Select(o => o.EventId ?? $"{o.EventName} {o.EventTime:O}").Order(StringComparer.Ordinal))
            .Concat(findings.Select(f => $"{f.Guardrail.Name} {f.Rule?.SecurityGroupRuleId} {f.Rule?.ToString() ?? f.Witness?.ToString()}").Order(StringComparer.Ordinal));
        return $"inc-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))), 0, 8)}";
    }
}
