using System.Globalization;
using System.Text;
using SgWatch.Rules;

namespace SgWatch.Policies.Wording;

/// <summary>An exemption as YAML, ready to be pasted into a policy file.</summary>
public static class ExemptionText
{
    /// <summary>The YAML of an exemption that permits a group these rules.</summary>
    /// <param name="groupId">The group's id.</param>
    /// <param name="rules">The rules. A rule whose peer isn't understood can't be exempted and is left out.</param>
    /// <param name="reason">The reason, for people.</param>
    /// <param name="until">The last day, in UTC, on which it is in force.</param>
    public static string Write(string groupId, IEnumerable<SecurityGroupRule> rules, string reason, DateOnly until)
    {
        var text = new StringBuilder();
        text.Append("exemptions:\n");
        text.Append(CultureInfo.InvariantCulture, $"  - reason: {Text(reason)}\n    until: {until:yyyy-MM-dd}\n");
        text.Append(CultureInfo.InvariantCulture, $"    groups: {{ id: {groupId} }}\n    allow:\n");
        foreach (var rule in rules.Where(rule => rule.Peer is not Peer.Unknown))
        {
            var (direction, side) = rule.IsEgress ? ("egress", "to") : ("ingress", "from");
            text.Append(CultureInfo.InvariantCulture, $"      - {direction}: {rule.Service}\n        {side}: {Text(rule.Peer)}\n");
        }
        return text.ToString();
    }

    // a person's own words may have a colon or a number sign, which mean something in YAML
    private static string Text(string reason) => char.IsLetterOrDigit(reason.FirstOrDefault())
        && reason.All(letter => char.IsLetterOrDigit(letter) || letter is ' ' or ',' or '-')
        ? reason
        : $"\"{reason.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Text(Peer peer) => peer switch
    {
        Peer.Group(var id, _) => $"{{ group: {id} }}",
        Peer.PrefixList(var id) => $"{{ prefix-list: {id} }}",
        _ => $"\"{peer}\"", // an IPv6 range has colons
    };
}
