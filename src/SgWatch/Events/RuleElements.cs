using System.Text.Json;
using SgWatch.Changes;
using SgWatch.Rules;
using SgWatch.Text;

namespace SgWatch.Events;

/// <summary>Reads one rule of a call: an element of an Authorize's answer, or of a Modify's request.</summary>
/// <remarks>Source: EC2 API Reference, SecurityGroupRule and SecurityGroupRuleRequest.</remarks>
internal static class RuleElements
{
    private static readonly string[] PeerFields = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedGroupId"];

    /// <summary>What the rule admits. Null if it can't be read in full.</summary>
    /// <param name="rule">The element.</param>
    /// <param name="isEgress">The direction if the element doesn't say it. Null if the call doesn't say it either.</param>
    public static RuleContent? Content(JsonElement rule, bool? isEgress)
    {
        var direction = rule.Field("isEgress");
        if (!direction.IsEmpty())
        {
            isEgress = direction.Text() switch { "true" => true, "false" => false, _ => null };
            if (isEgress is null)
            {
                return null;
            }
        }
        return PermissionReader.TryService(rule, out var service) && Peer.TryParse(PeerText(rule), out var peer)
            ? RuleContent.Of(isEgress, service, peer)
            : null;
    }

    private static string? PeerText(JsonElement rule) => PeerFields.Select(name => rule.Field(name).Text())
        .Append(rule.Field("referencedGroupInfo").Field("groupId").Text())
        .FirstOrDefault(static text => text is not null);
}
