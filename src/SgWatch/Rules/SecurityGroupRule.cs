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

    /// <summary>Whether both admit the same traffic: EC2 refuses the second of two such rules in one group as a duplicate.</summary>
    public bool HasSameTraffic(SecurityGroupRule other) => IsEgress == other.IsEgress && Service == other.Service && (Peer, other.Peer) switch
    {
        (Peer.Group a, Peer.Group b) => a.ReferencedGroupId == b.ReferencedGroupId,
        _ => Peer == other.Peer,
    };

    /// <summary>The rule's text, such as <c>ingress tcp/22 from 0.0.0.0/0</c>; <see cref="RuleText"/> reads it back.</summary>
    public override string ToString() => RuleText.Format(this);
}
