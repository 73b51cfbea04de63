using System.Text.Json;
using SgWatch.Changes;
using SgWatch.Rules;
using SgWatch.Text;

namespace SgWatch.Events;

/// <summary>The rules that an Authorize call added: those that its request names and those that its response lists.</summary>
/// <remarks>
/// Both are read, because either may be incomplete. Before July 2021 a response lists no rules, and CloudTrail leaves out one over 100 KB.
/// If the two contradict each other, or anything that matters can't be read, any rule of the group may be new.
/// Source: CloudTrail user guide, record contents (requestParameters, responseElements).
/// </remarks>
internal static class AuthorizedRules
{
    /// <summary>Reads the rules.</summary>
    /// <param name="request">The call's parameters.</param>
    /// <param name="ruleSet">The elements of the response's <c>securityGroupRuleSet</c>.</param>
    /// <param name="isEgress">Whether the call's name says egress.</param>
    public static ChangedRules Read(JsonElement request, IReadOnlyList<JsonElement> ruleSet, bool isEgress)
    {
        var permissions = new PermissionReader(isEgress);
        permissions.ReadRequest(request);
        if (!permissions.IsReadable || permissions.Rules.Count + permissions.NamedPeers == 0)
        {
            return ChangedRules.All;
        }
        var ruleIds = new List<string>();
        var unrequested = 0;
        foreach (var item in ruleSet)
        {
            if (!TryRule(item, isEgress, out var rule))
            {
                return ChangedRules.All;
            }
            unrequested += permissions.Rules.Contains(rule) ? 0 : 1;
            if (item.Field("securityGroupRuleId").RuleId() is { } id)
            {
                ruleIds.Add(id);
            }
        }
        // A group that the request names by its name has an id in the response, so exactly these rules aren't among the requested ones.
        return unrequested == permissions.NamedPeers && (unrequested == 0 || ruleIds.Count == ruleSet.Count)
            ? ChangedRules.Of(ruleIds, permissions.Rules)
            : ChangedRules.All;
    }

    private static bool TryRule(JsonElement item, bool isEgress, out SecurityGroupRule rule)
    {
        rule = null!;
        var direction = item.Field("isEgress").IsEmpty() ? (isEgress ? "true" : "false") : item.Field("isEgress").Text();
        if (direction is not ("true" or "false") || !PermissionReader.TryService(item, out var service)
            || PeerText(item) is not { } text || !Peer.TryParse(text, out var peer))
        {
            return false;
        }
        rule = new(null, direction == "true", service, peer);
        return true;
    }

    private static string? PeerText(JsonElement item) => item.Field("cidrIpv4").Text() ?? item.Field("cidrIpv6").Text()
        ?? item.Field("prefixListId").Text() ?? item.Field("referencedGroupInfo").Field("groupId").Text()
        ?? item.Field("referencedGroupId").Text();
}
