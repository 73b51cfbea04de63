using SgWatch.Addresses;
using SgWatch.Rules;

namespace SgWatch.Tests.Rules;

public sealed class PeerTests
{
    public static TheoryData<string, Peer> Texts() => new()
    {
        { "10.1.2.3/8", new Peer.Ipv4(CidrIpv4.Parse("10.0.0.0/8")) },
        { "198.51.100.7", new Peer.Ipv4(CidrIpv4.Parse("198.51.100.7/32")) },
        { "2001:DB8::/32", new Peer.Ipv6(CidrIpv6.Parse("2001:db8::/32")) },
        { "::1", new Peer.Ipv6(CidrIpv6.Parse("::1/128")) },
        { "sg-0aaaaaaaaaaaaaaaa", new Peer.Group("sg-0aaaaaaaaaaaaaaaa") },
        { "sg-123", new Peer.Group("sg-123") },
        { "pl-0123", new Peer.PrefixList("pl-0123") },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Text_is_read_by_its_kind(string text, Peer expected)
    {
        Assert.True(Peer.TryParse(text, out var peer));
        Assert.Equal(expected, peer);
        Assert.True(Peer.TryParse(peer.ToString(), out var again));
        Assert.Equal(expected, again);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sg-")]
    [InlineData("pl-")]
    [InlineData("sg")]
    [InlineData("SG-123")]
    [InlineData("sg-1 2")]
    [InlineData("sg-1\n2")]
    [InlineData("sg-1\u20282")]
    [InlineData("sg-1/2")]
    [InlineData("sg-0A1B")]
    [InlineData("sg-0_1")]
    [InlineData("pl-0A1B")]
    [InlineData("sg-00000000000000000000000000000000000000000000000000000000000000")] // 65 characters
    [InlineData("sgr-123")]
    [InlineData("world")]
    [InlineData("10.0.0.0/33")]
    [InlineData("010.0.0.1")]
    [InlineData("fe80::1%eth0")]
    [InlineData("'x'")]
    public void What_is_no_peer_is_refused(string? text) => Assert.False(Peer.TryParse(text, out _));

    [Fact]
    public void An_unknown_peer_stays_on_its_line()
    {
        var text = new Peer.Unknown("10.0.0.0/8\nall is well\u2028\u202E\u0007" + new string('x', 1000)).ToString();
        Assert.DoesNotContain(text, char.IsControl);
        Assert.DoesNotContain('\u2028', text);
        Assert.DoesNotContain('\u202E', text);
        Assert.StartsWith("'10.0.0.0/8", text, StringComparison.Ordinal);
        Assert.True(text.Length < 100);
        Assert.False(Peer.TryParse(text, out _));
    }
}
