using System.Security.Cryptography;
using System.Text;
using SgWatch.Incidents;

namespace SgWatch.Guard.Limiting;

/// <summary>The counters of one incident's rules: how often each was taken away from a group after changes by the same actor.</summary>
/// <remarks>
/// A rule has a counter of its own. If an incident has more than 20 rules, they are divided among 20 counters, and each of these is about
/// exactly its rules. So a rule that is new has its part counted from one, however many rules come back.
/// </remarks>
internal static class FightCounters
{
    /// <summary>The most counters of an incident.</summary>
    public const int Max = 20;

    /// <summary>The keys of the counters.</summary>
    public static IReadOnlyCollection<string> Of(Incident incident)
    {
        var group = IncidentKey.Of(incident).Group;
        List<string> rules =
        [
            .. incident.Revoked.Select(rule => $"{FightNotification.Opponent(incident, rule)}/{rule}")
                .Distinct().Order(StringComparer.Ordinal),
        ];
        return rules.Count <= Max
            ? [.. rules.Select(rule => $"fight/{group}/{rule}")]
            : [.. rules.GroupBy(rule => Hash(rule)[0] % Max).Select(part => $"fight/{group}/many/{Name(string.Join('\n', part))}")];
    }

    private static string Name(string rules) => Convert.ToHexStringLower(Hash(rules), 0, 16);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
