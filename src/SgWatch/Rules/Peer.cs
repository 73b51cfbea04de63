using System.Diagnostics.CodeAnalysis;
using SgWatch.Addresses;
using SgWatch.Text;

namespace SgWatch.Rules;

/// <summary>The other side of a rule: its source (ingress) or destination (egress). A rule has exactly one.</summary>
public abstract record Peer
{
    private Peer()
    {
    }

    /// <summary>A range of IPv4 addresses: EC2's <c>CidrIpv4</c>.</summary>
    /// <param name="Cidr">The range.</param>
    public sealed record Ipv4(CidrIpv4 Cidr) : Peer
    {
        /// <summary>The range's text.</summary>
        public override string ToString() => Cidr.ToString();
    }

    /// <summary>A range of IPv6 addresses: EC2's <c>CidrIpv6</c>.</summary>
    /// <param name="Cidr">The range.</param>
    public sealed record Ipv6(CidrIpv6 Cidr) : Peer
    {
        /// <summary>The range's text.</summary>
        public override string ToString() => Cidr.ToString();
    }

    /// <summary>The interfaces of a security group: EC2's <c>ReferencedGroupInfo</c>.</summary>
    /// <param name="ReferencedGroupId">The group's id, such as <c>sg-0123</c>.</param>
    /// <param name="UserId">The account that owns the group. Null if EC2 names none. It isn't part of the rule text.</param>
    public sealed record Group(string ReferencedGroupId, string? UserId = null) : Peer
    {
        /// <summary>The group's id.</summary>
        public override string ToString() => ReferencedGroupId;
    }

    /// <summary>The entries of a prefix list: EC2's <c>PrefixListId</c>.</summary>
    /// <param name="PrefixListId">The list's id, such as <c>pl-0123</c>.</param>
    public sealed record PrefixList(string PrefixListId) : Peer
    {
        /// <summary>The list's id.</summary>
        public override string ToString() => PrefixListId;
    }

    /// <summary>The peer of a rule that was read but not understood. Such a rule is reported, so that it isn't overlooked.</summary>
    /// <param name="Text">What was read.</param>
    public sealed record Unknown(string Text) : Peer
    {
        /// <summary>What was read, in quotes, on one line of bounded length.</summary>
        public override string ToString() => $"'{SafeText.Excerpt(Text)}'";
    }

    /// <summary>Reads a CIDR block, an address (a block of one), a group's id or a prefix list's id. False for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Peer? peer) => TryParse(text.AsSpan(), out peer);

    /// <summary>Reads a CIDR block, an address (a block of one), a group's id or a prefix list's id. False for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Peer? peer)
    {
        peer = null;
        if (CidrIpv4.TryParse(text, out var ipv4))
        {
            peer = new Ipv4(ipv4);
        }
        else if (CidrIpv6.TryParse(text, out var ipv6))
        {
            peer = new Ipv6(ipv6);
        }
        else if (CidrIpv4.TryParseAddress(text, out var address))
        {
            peer = new Ipv4(new(address, 32));
        }
        else if (CidrIpv6.TryParseAddress(text, out var address6))
        {
            peer = new Ipv6(new(address6, 128));
        }
        else if (AwsIds.IsGroupId(text))
        {
            peer = new Group(text.ToString());
        }
        else if (AwsIds.IsPrefixListId(text))
        {
            peer = new PrefixList(text.ToString());
        }
        return peer is not null;
    }
}
