using CsCheck;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Tests.Traffic;

/// <summary>
/// All traffic, cut into so few kinds of packet that each can be tried. Of each family there are 64 addresses, half of them at each border,
/// and the rest of the family. There are 3 groups and any other, and 2 prefix lists and any other. Of services there are 8 ports of TCP and
/// UDP, 8 kinds of ICMP, ESP, and what lies between them.
/// </summary>
internal static class SmallUniverse
{
    internal static readonly string[] Groups = ["sg-1", "sg-2", "sg-3"];

    internal static readonly string[] PrefixLists = ["pl-1", "pl-2"];

    // the first of each kind of protocol, port and ICMP (type times 256 plus code)
    private static readonly int[] Protocols = [0, 1, 2, 6, 7, 17, 18, 50, 51];
    private static readonly int[] Ports = [0, 1, 22, 23, 80, 81, 1024, 65535];
    private static readonly int[] IcmpCodes = [0, 1, 256, 768, 772, 773, 1024, 65280];

    /// <summary>The first points of the kinds of service, ingress then egress, and the end of the space.</summary>
    internal static readonly uint[] Cells = MakeCells();

    internal static int CellCount => Cells.Length - 1;

    internal static readonly Gen<PeerMask> AnyMask =
        Gen.Select(AnyAddresses(), AnyAddresses(), Gen.Byte, Gen.Bool, (ipv4, ipv6, names, all) =>
        new PeerMask(ipv4, ipv6, all ? (byte)(names & 0x77) : (byte)(names & names >> 1 & 0x33)));

    /// <summary>A set and its model, made together of up to four pieces added and taken away.</summary>
    internal static readonly Gen<(PeerMask[] Model, TrafficSet Set)> AnySet =
        Gen.Select(AnyRange(), AnyMask, Gen.Int[0, 3]).Array[0, 4].Select(pieces =>
        {
            var model = new PeerMask[CellCount];
            var set = default(TrafficSet);
            foreach (var ((first, last), mask, kind) in pieces)
            {
                var piece = TrafficSet.Of(Cells[first], Cells[last + 1] - 1, mask.ToPeers());
                set = kind == 0 ? set.Except(piece) : set.Union(piece);
                for (var cell = first; cell <= last; cell++)
                {
                    model[cell] = kind == 0 ? model[cell].Except(mask) : model[cell].Union(mask);
                }
            }
            return (model, set);
        });

    /// <summary>What the set holds of each cell; a cell that is held in part is an error.</summary>
    internal static PeerMask[] Read(TrafficSet set)
    {
        var model = new PeerMask[CellCount];
        foreach (var band in set.Bands)
        {
            var cell = Array.BinarySearch(Cells, band.First);
            var end = Array.BinarySearch(Cells, band.Last + 1);
            if (cell < 0 || end <= cell)
            {
                throw new InvalidOperationException($"{set} cuts a cell");
            }
            Array.Fill(model, PeerMask.Of(band.Peers), cell, end - cell);
        }
        return model;
    }

    internal static PeerMask[] Combine(PeerMask[] a, PeerMask[] b, Func<PeerMask, PeerMask, PeerMask> each) =>
        [.. a.Zip(b, each)];

    /// <summary>Ascending, none empty, none overlapping, and no two that touch with the same peers.</summary>
    internal static bool IsCanonical(TrafficSet set)
    {
        for (var i = 0; i < set.Bands.Length; i++)
        {
            var band = set.Bands[i];
            if (band.First > band.Last || band.Last > FlowSpace.Last || band.Peers.IsEmpty)
            {
                return false;
            }
            if (i > 0
                && (set.Bands[i - 1].Last >= band.First
                    || (set.Bands[i - 1].Last + 1 == band.First && set.Bands[i - 1].Peers == band.Peers)))
            {
                return false;
            }
        }
        return set.IsEmpty == (set.Bands.Length == 0);
    }

    // a range of cells: often one service's, sometimes everything, sometimes any range
    internal static Gen<(int First, int Last)> AnyRange() => Gen.OneOf(
        Gen.Select(Gen.Int[0, CellCount - 1], Gen.Int[0, CellCount - 1], (a, b) => (Math.Min(a, b), Math.Max(a, b))),
        Gen.Select(Gen.Int[0, CellCount - 1], Gen.Int[0, 3], (a, more) => (a, Math.Min(a + more, CellCount - 1))),
        Gen.OneOf((0, (CellCount / 2) - 1), (CellCount / 2, CellCount - 1), (0, CellCount - 1)));

    private static Gen<UInt128> AnyAddresses() => Gen.OneOf(
        Gen.Const(UInt128.Zero),
        Gen.Const(PeerMask.AllAddresses),
        Gen.Select(Gen.Int[0, 64], Gen.Int[0, 64], (a, b) => Bits(Math.Min(a, b), Math.Max(a, b))),
        Gen.Select(Gen.ULong, Gen.ULong, Gen.Bool, (a, b, rest) => (UInt128)(a & b) | (rest ? UInt128.One << 64 : 0)),
        Gen.Select(Gen.Int[0, 64], Gen.Int[0, 64], (a, b) => PeerMask.AllAddresses & ~(Bits(a, a) | Bits(b, b))));

    private static UInt128 Bits(int first, int last) => ((UInt128.One << (last - first + 1)) - 1) << first;

    private static uint[] MakeCells()
    {
        var service = new SortedSet<uint>(Protocols.Select(p => (uint)p << 16));
        service.UnionWith(
            Ports.SelectMany(port => new[] { ServiceSpace.Point(IpProtocol.Tcp, port), ServiceSpace.Point(IpProtocol.Udp, port) }));
        service.UnionWith(IcmpCodes.Select(code => ServiceSpace.Point(IpProtocol.Icmp, code)));
        return [.. service, .. service.Select(point => FlowSpace.Point(true, point)), FlowSpace.Last + 1];
    }
}
