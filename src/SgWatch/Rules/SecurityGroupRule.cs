using System.Collections.Immutable;
using SgWatch.Text;

namespace SgWatch.Rules;

/// <summary>One rule of a security group, as DescribeSecurityGroupRules lists it.</summary>
/// <param name="SecurityGroupRuleId">Its id, such as <c>sgr-0123</c>. Null for a rule that doesn't exist yet (a plan, rule text).</param>
/// <param name="IsEgress">Whether it admits traffic out of the group's interfaces. Otherwise it admits traffic into them.</param>
/// <param name="Service">The protocol and ports.</param>
/// <param name="Peer">The source or destination.</param>
public sealed record SecurityGroupRule(string? SecurityGroupRuleId, bool IsEgress, Service Service, Peer Peer)
{
    /// <summary>Its description. Null if it has none. EC2 ignores it when it compares two rules.</summary>
    public string? Description { get; init; }

    /// <summary>Its tags by key. Equality ignores them.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>How many further tags it has, which weren't read. Equality ignores it.</summary>
    /// <remarks>Only a rule that is about to go needs them: an undo gives them back.</remarks>
    public int UnreadTags { get; init; }

    /// <summary>Where it was read from. Equality ignores it.</summary>
    public SourcePosition Source { get; init; }

    /// <summary>Whether it is the rule that EC2 gives every new group: all traffic out to everywhere, in IPv4 or IPv6.</summary>
    internal bool IsUsualEgress =>
        IsEgress && Service == Service.Any && Peer is (Peer.Ipv4 { Cidr.PrefixLength: 0 } or Peer.Ipv6 { Cidr.PrefixLength: 0 });

    /// <summary>The same rule, whose tags are only counted.</summary>
    public SecurityGroupRule WithoutTags() => Tags.IsEmpty
        ? this
        : this with { Tags = ImmutableSortedDictionary<string, string>.Empty, UnreadTags = UnreadTags + Tags.Count };

    /// <summary>Whether both have the same id, traffic and description.</summary>
    public bool Equals(SecurityGroupRule? other) => other is not null && SecurityGroupRuleId == other.SecurityGroupRuleId
        && IsEgress == other.IsEgress && Service == other.Service && Peer == other.Peer && Description == other.Description;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(SecurityGroupRuleId, IsEgress, Service, Peer, Description);

    /// <summary>Whether both admit the same traffic. EC2 refuses the second of two such rules in one group as a duplicate.</summary>
    public bool HasSameTraffic(SecurityGroupRule other) =>
        IsEgress == other.IsEgress && Service == other.Service && (Peer, other.Peer) switch
        {
            (Peer.Group a, Peer.Group b) => a.ReferencedGroupId == b.ReferencedGroupId,
            _ => Peer == other.Peer,
        };

    /// <summary>The rule's text, such as <c>ingress tcp/22 from 0.0.0.0/0</c>. <see cref="RuleText"/> reads it back.</summary>
    public override string ToString() => RuleText.Format(this);
}
