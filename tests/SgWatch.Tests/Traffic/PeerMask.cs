using System.Numerics;
using SgWatch.Addresses;
using SgWatch.Traffic;

namespace SgWatch.Tests.Traffic;

/// <summary>The peers of <see cref="SmallUniverse"/>, a bit for each kind.</summary>
/// <param name="Ipv4">Bits 0-31: the lowest addresses; 32: all between; 33-64: the highest.</param>
/// <param name="Ipv6">The same of IPv6.</param>
/// <param name="Names">Bits 0-2: the groups; 3: any other; 4-5: the prefix lists; 6: any other.</param>
internal readonly record struct PeerMask(UInt128 Ipv4, UInt128 Ipv6, byte Names)
{
    internal static readonly UInt128 AllAddresses = (UInt128.One << 65) - 1;

    public PeerMask Union(PeerMask other) => new(Ipv4 | other.Ipv4, Ipv6 | other.Ipv6, (byte)(Names | other.Names));

    public PeerMask Intersect(PeerMask other) => new(Ipv4 & other.Ipv4, Ipv6 & other.Ipv6, (byte)(Names & other.Names));

    public PeerMask Except(PeerMask other) => new(Ipv4 & ~other.Ipv4, Ipv6 & ~other.Ipv6, (byte)(Names & ~other.Names));

    public PeerSet ToPeers() => new(
        new(ToSet<uint>(Ipv4), ToSet<UInt128>(Ipv6)),
        ToNames(SmallUniverse.Groups, Names & 7, (Names & 8) != 0),
        ToNames(SmallUniverse.PrefixLists, (Names >> 4) & 3, (Names & 64) != 0));

    public static PeerMask Of(PeerSet peers) => new(
        FromSet(peers.Addresses.Ipv4),
        FromSet(peers.Addresses.Ipv6),
        (byte)(FromNames(SmallUniverse.Groups, peers.Groups) | (FromNames(SmallUniverse.PrefixLists, peers.PrefixLists) << 4)));

    private static IntervalSet<T> ToSet<T>(UInt128 mask)
        where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
    {
        var runs = new List<Interval<T>>();
        while (mask != 0)
        {
            var bit = (int)UInt128.TrailingZeroCount(mask);
            var end = bit + (int)UInt128.TrailingZeroCount(~(mask >> bit));
            runs.Add(new(First<T>(bit), unchecked(First<T>(end) - T.One)));
            mask = mask >> end << end;
        }
        return IntervalSet<T>.Of(runs);
    }

    private static UInt128 FromSet<T>(IntervalSet<T> set)
        where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
    {
        var mask = UInt128.Zero;
        foreach (var interval in set.Intervals)
        {
            var (first, last) = (BitOf(interval.First), BitOf(interval.Last));
            if (First<T>(first) != interval.First || unchecked(First<T>(last + 1) - T.One) != interval.Last)
            {
                throw new InvalidOperationException($"{set} cuts a cell");
            }
            mask |= ((UInt128.One << (last - first + 1)) - 1) << first;
        }
        return mask;
    }

    // the first address of a bit; of bit 65 it wraps to zero, so that the last of bit 64 is the highest of all
    private static T First<T>(int bit)
        where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T> =>
        bit <= 32 ? T.CreateTruncating(bit) : unchecked(T.MaxValue - T.CreateTruncating(65 - bit) + T.One);

    private static int BitOf<T>(T address)
        where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T> =>
        address < T.CreateTruncating(32) ? int.CreateTruncating(address)
        : T.MaxValue - address < T.CreateTruncating(32) ? 64 - int.CreateTruncating(T.MaxValue - address)
        : 32;

    private static NameSet ToNames(string[] names, int mask, bool others)
    {
        var named = NameSet.Of(names.Where((_, i) => ((mask >> i & 1) != 0) != others));
        return others ? named.Complement() : named;
    }

    private static int FromNames(string[] names, NameSet set) => names.Select((name, i) => set.Contains(name) ? 1 << i : 0).Sum()
        | (set.Contains("another") ? 1 << (names.Length == 3 ? 3 : 2) : 0);
}
