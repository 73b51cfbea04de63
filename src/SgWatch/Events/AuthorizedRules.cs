using System.Collections.Immutable;
using System.Text.Json;
using SgWatch.Changes;
using SgWatch.Rules;
using SgWatch.Text;

namespace SgWatch.Events;

/// <summary>The rules that an Authorize call added.</summary>
/// <remarks>
/// The rules in the answer are all that is new. A permission without a peer adds none, and EC2 says yes all the same. Where the answer has
/// no rules, only those count that the request can have made: before July 2021 an answer lists none, and CloudTrail leaves out one over
/// 100 KB. If answer and request contradict each other, or anything that matters can't be read, any rule of the group may be new.
/// Source: CloudTrail user guide, record contents (requestParameters, responseElements).
/// </remarks>
internal static class AuthorizedRules
{
    /// <summary>Reads the rules.</summary>
    /// <param name="call">The call.</param>
    /// <param name="isEgress">Whether the call's name says egress.</param>
    /// <returns>The rules. Null if any rule may be new.</returns>
    public static ImmutableArray<NamedRule>? Read(CallParameters call, bool isEgress)
    {
        var permissions = new PermissionReader(isEgress);
        permissions.ReadRequest(call.Request);
        if (call.IsCut || !permissions.IsReadable)
        {
            return null;
        }
        var ruleSet = call.Response.Field("securityGroupRuleSet");
        var isAnswered = ruleSet.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
        ImmutableArray<NamedRule> answered = [.. ruleSet.List().Select(item => Answered(item, permissions, isEgress)).OfType<NamedRule>()];
        if (answered.Length != ruleSet.List().Count())
        {
            return null; // a rule that can't be read, or that the request can't have made
        }
        // Without an answer, a permission without a peer may have one of a kind that isn't known here.
        return !answered.IsEmpty ? answered
            : isAnswered || !permissions.HasPermissionWithoutPeer
                ? [.. permissions.Contents.Select(static content => new NamedRule(null, content))]
                : null;
    }

    private static NamedRule? Answered(JsonElement item, PermissionReader permissions, bool isEgress) =>
        RuleElements.Content(item, isEgress) is { } content && IsRequested(content, permissions)
            ? new(item.Field("securityGroupRuleId").RuleId(), content)
            : null;

    // a group that the request names by its name has its id in the answer
    private static bool IsRequested(RuleContent content, PermissionReader permissions) =>
        permissions.Contents.Contains(content)
        || (content.Peer is Peer.Group && permissions.Contents.Contains(content with { Peer = null }))
        || permissions.HasPermissionWithoutPeer;
}
