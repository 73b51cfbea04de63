using System.Collections.Immutable;

namespace SgWatch.Rules;

/// <summary>One rule of a security group, as DescribeSecurityGroupRules lists it.</summary>
/// <param name="SecurityGroupRuleId">Such as <c>sgr-0123</c>; null for a rule that doesn't exist yet (a plan, rule text).</param>
/// <param name="IsEgress">Whether it admits traffic out of the group's interfaces; else into them.</param>
/// <param name="Service">Protocol and ports.</param>
/// <param name="Peer">Source or destination.</param>
public sealed record SecurityGroupRule(string? SecurityGroupRuleId, bool IsEgress, Service Service, Peer Peer)
{
    /// <summary>The rule's description; not part of what makes two rules the same to EC2.</summary>
    public string? Description { get; init; }

    /// <summary>The rule's own tags; no part of what makes two rules equal.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public bool Equals(SecurityGroupRule? other) => other is not null && SecurityGroupRuleId == other.SecurityGroupRuleId
        && IsEgress == other.IsEgress && Service == other.Service && Peer == other.Peer && Description == other.Description;

    public override int GetHashCode() => HashCode.Combine(SecurityGroupRuleId, IsEgress, Service, Peer, Description);

    /// <summary>Whether both admit the same traffic: EC2 refuses the second of two such rules in one group as a duplicate.</summary>
    public bool HasSameTraffic(SecurityGroupRule other) => IsEgress == other.IsEgress && Service == other.Service && (Peer, other.Peer) switch
    {
        (Peer.Group a, Peer.Group b) => a.ReferencedGroupId == b.ReferencedGroupId,
        _ => Peer == other.Peer,
    };

    /// <summary>The rule's text, such as <c>ingress tcp/22 from 0.0.0.0/0</c>; <see cref="RuleText"/> reads it back.</summary>
    public override string ToString() => RuleText.Format(this);
}
