using CsCheck;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Tests.Traffic;

public sealed class PeerSetTests
{
    [Fact]
    public void Operations_agree_with_trying_every_peer() => Gen.Select(SmallUniverse.AnyMask, SmallUniverse.AnyMask).Holds(pair =>
    {
        var (a, b) = pair;
        var (x, y) = (a.ToPeers(), b.ToPeers());
        return PeerMask.Of(x) == a
            && PeerMask.Of(x.Union(y)) == a.Union(b) && PeerMask.Of(x.Intersect(y)) == a.Intersect(b)
            && PeerMask.Of(x.Except(y)) == a.Except(b)
            && x.Contains(y) == (b.Except(a) == default) && x.Overlaps(y) == (a.Intersect(b) != default)
            && (x == y) == (a == b) && x.IsEmpty == (a == default);
    });

    [Fact]
    public void Default_is_the_empty_set()
    {
        Assert.True(default(PeerSet).IsEmpty);
        Assert.Equal(default, PeerSet.Everything.Except(PeerSet.Everything));
        Assert.True(PeerSet.Everything.Contains(default));
        Assert.False(PeerSet.Everything.Overlaps(default));
    }

    [Fact]
    public void The_kinds_of_peer_are_apart()
    {
        string[] peers = ["0.0.0.0/0", "::/0", "sg-1", "pl-1"];
        foreach (var a in peers)
        {
            foreach (var b in peers)
            {
                Assert.Equal(a == b, Of(a).Overlaps(Of(b)));
                Assert.Equal(a == b, Of(a).Contains(Of(b)));
            }
        }
        Assert.False(PeerSet.Of(SgWatch.Addresses.AddressSet.Everything).Contains(Of("sg-1")));
    }

    private static PeerSet Of(string text)
    {
        Assert.True(Peer.TryParse(text, out var peer));
        return TrafficSetTests.Of(peer);
    }
}
