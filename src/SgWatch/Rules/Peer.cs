using System.Diagnostics.CodeAnalysis;
using SgWatch.Addresses;

namespace SgWatch.Rules;

/// <summary>The other side of a rule: its source (ingress) or destination (egress). EC2 allows exactly one kind in a rule.</summary>
public abstract record Peer
{
    private Peer()
    {
    }

    /// <summary>A range of IPv4 addresses (<c>CidrIpv4</c>).</summary>
    public sealed record Ipv4(CidrIpv4 Cidr) : Peer
    {
        public override string ToString() => Cidr.ToString();
    }

    /// <summary>A range of IPv6 addresses (<c>CidrIpv6</c>).</summary>
    public sealed record Ipv6(CidrIpv6 Cidr) : Peer
    {
        public override string ToString() => Cidr.ToString();
    }

    /// <summary>The interfaces of a security group (<c>ReferencedGroupInfo</c>).</summary>
    /// <param name="ReferencedGroupId">Such as <c>sg-0123</c>.</param>
    /// <param name="UserId">The account that owns the group, where EC2 names one; not part of the rule text.</param>
    public sealed record Group(string ReferencedGroupId, string? UserId = null) : Peer
    {
        public override string ToString() => ReferencedGroupId;
    }

    /// <summary>The entries of a prefix list (<c>PrefixListId</c>).</summary>
    /// <param name="PrefixListId">Such as <c>pl-0123</c>.</param>
    public sealed record PrefixList(string PrefixListId) : Peer
    {
        public override string ToString() => PrefixListId;
    }

    /// <summary>A rule that was read and not understood, kept so that it is reported and never taken for nothing.</summary>
    /// <param name="Text">What stood there.</param>
    public sealed record Unknown(string Text) : Peer
    {
        public override string ToString() => $"'{Excerpt.Of(Text)}'";
    }

    /// <summary>Reads a CIDR block, a bare address (a block of one), a group id or a prefix list id.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Peer? peer) => TryParse(text.AsSpan(), out peer);

    /// <summary>Reads a CIDR block, a bare address (a block of one), a group id or a prefix list id.</summary>
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
        else if (IsId(text, "sg-"))
        {
            peer = new Group(text.ToString());
        }
        else if (IsId(text, "pl-"))
        {
            peer = new PrefixList(text.ToString());
        }
        return peer is not null;
    }

    private static bool IsId(ReadOnlySpan<char> text, string prefix) => text.Length > prefix.Length
        && text.StartsWith(prefix, StringComparison.Ordinal)
        && text[prefix.Length..].IndexOfAnyExcept(IdCharacters) < 0;

    // EC2's ids are hexadecimal; test data and other emulators use more, and nothing that could break out of a line of text
    private static readonly System.Buffers.SearchValues<char> IdCharacters =
        System.Buffers.SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_");
}
