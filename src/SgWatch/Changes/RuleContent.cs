using SgWatch.Rules;

namespace SgWatch.Changes;

/// <summary>What a rule admits, as far as an event says it.</summary>
/// <param name="IsEgress">The direction. Null if the event doesn't say, as ModifySecurityGroupRules.</param>
/// <param name="Service">The protocol and ports.</param>
/// <param name="Peer">The peer, without the owner of a group. Null for a security group that the event names by its name only: any
/// group may be meant.</param>
public sealed record RuleContent(bool? IsEgress, Service Service, Peer? Peer)
{
    /// <summary>What a rule admits.</summary>
    public static RuleContent Of(SecurityGroupRule rule) => Of(rule.IsEgress, rule.Service, rule.Peer);

    /// <summary>What a rule admits, in its parts. The owner of a group doesn't count.</summary>
    public static RuleContent Of(bool? isEgress, Service service, Peer peer) => new(isEgress, service, WithoutOwner(peer));

    /// <summary>Whether a rule admits exactly this.</summary>
    public bool IsOf(SecurityGroupRule rule) => (IsEgress is null || IsEgress == rule.IsEgress)
        && Service == rule.Service
        && (Peer is null ? rule.Peer is Peer.Group : Peer == WithoutOwner(rule.Peer));

    /// <summary>Its rule text, such as <c>ingress tcp/22 from 0.0.0.0/0</c>. Without a direction it is <c>tcp/22 with 0.0.0.0/0</c>, and
    /// a group that is known by its name only is <c>groups</c>.</summary>
    public override string ToString()
    {
        var peer = Peer?.ToString() ?? "groups";
        return IsEgress switch
        {
            true => $"egress {Service} to {peer}",
            false => $"ingress {Service} from {peer}",
            null => $"{Service} with {peer}",
        };
    }

    /// <summary>The contents by which events may name a rule: in full, without its direction, and with a group that is named by
    /// its name.</summary>
    internal static IEnumerable<RuleContent> NamesOf(SecurityGroupRule rule)
    {
        var content = Of(rule);
        yield return content;
        yield return content with { IsEgress = null };
        if (content.Peer is Peer.Group)
        {
            yield return content with { Peer = null };
            yield return content with { Peer = null, IsEgress = null };
        }
    }

    // EC2 compares groups by their ids, and an event may leave the owner out
    private static Peer WithoutOwner(Peer peer) => peer is Peer.Group { UserId: not null } group ? group with { UserId = null } : peer;
}
