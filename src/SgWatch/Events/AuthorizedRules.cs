using System.Collections.Immutable;
using System.Text.Json;
using SgWatch.Changes;
using SgWatch.Rules;
using SgWatch.Text;

namespace SgWatch.Events;

/// <summary>The rules that an Authorize call added.</summary>
/// <remarks>
/// The answer lists them with their ids. A permission without a peer adds none, and EC2 says yes all the same.
/// What the answer leaves out counts if the request can have made it. Before July 2021 an answer lists no rules. CloudTrail leaves out an
/// answer over 100 KB, and an emulator may list a part. EC2 refuses a rule that the group has already, so no older rule is meant.
/// If answer and request contradict each other, or anything that matters can't be read, any rule of the group may be new.
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
        var requested = new PermissionReader(isEgress);
        requested.ReadRequest(call.Request);
        var ruleSet = call.Response.Field("securityGroupRuleSet");
        var isAnswered = ruleSet.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
        // without an answer, a permission without a peer may have one of a kind that isn't known here
        if (call.IsCut || !requested.IsReadable || (requested.HasPermissionWithoutPeer && !isAnswered))
        {
            return null;
        }
        var answered = new List<NamedRule>();
        foreach (var item in ruleSet.List())
        {
            if (RuleElements.Content(item, isEgress) is not { } content || !IsRequested(content, requested))
            {
                return null;
            }
            answered.Add(new(item.Field("securityGroupRuleId").RuleId(), content));
        }
        return [.. answered, .. Unanswered(requested, answered).Select(static content => new NamedRule(null, content))];
    }

    // a group that the request names by its name has its id in the answer
    private static bool IsRequested(RuleContent content, PermissionReader requested) =>
        requested.Contents.Contains(content)
        || (content.Peer is Peer.Group && requested.Contents.Contains(content with { Peer = null }))
        || requested.HasPermissionWithoutPeer;

    private static IEnumerable<RuleContent> Unanswered(PermissionReader requested, List<NamedRule> answered) => requested.Contents
        .Except(answered.Select(static rule => rule.Content!))
        .Where(content => content.Peer is not null || answered.Count == 0);
}
