using CsCheck;
using SgWatch.Addresses;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Tests.Verdicts;

/// <summary>
/// So few kinds of packet that each can be tried. There are 64 addresses (of IPv4 32 public and 16 private, of IPv6 16 public) and one for
/// every kind of address elsewhere. Each IPv4 address has a NAT64 address that leads to it. There are 3 groups, 2 prefix lists, and any
/// other. There are 5 TCP ports and 4 other protocols, in both directions.
/// </summary>
internal static class JudgeUniverse
{
    public const int CellCount = 18; // 9 services of ingress, then of egress

    /// <summary>Bits of a mask of peers: 0-31 8.8.8.0-31; 32-47 10.0.0.0-15; 48-63 2600::0-15; then elsewhere; then names; from 77 on
    /// the NAT64 addresses of 0-47; from 125 on those of IPv4 elsewhere. All that leads to IPv4 is one family.</summary>
    public static readonly UInt128 AllIpv4 = Widen(Bits(0, 48) | Bits(64, 3));
    public static readonly UInt128 AllIpv6 = Bits(48, 16) | Bits(67, 3);
    public static readonly UInt128 AllAddresses = AllIpv4 | AllIpv6;
    public static readonly UInt128 Public = Widen(Bits(0, 32) | Bits(48, 16) | Bits(64, 1) | Bits(67, 1));
    public static readonly UInt128 Private = Bits(32, 16) | Bits(65, 1) | Bits(68, 1);
    public static readonly UInt128 AllGroups = Bits(70, 4);
    public static readonly UInt128 AllLists = Bits(74, 3);
    public static readonly UInt128 Everything = UInt128.MaxValue;

    public static readonly string[] ListIds = ["pl-1", "pl-2"];

    /// <summary>The peers that a rule can have.</summary>
    public static readonly string[] RulePeers =
    [
        "0.0.0.0/0", "::/0", "8.8.8.0/27", "8.8.8.0/28", "8.8.8.16/28", "8.8.8.0/29", "8.8.8.8/29", "8.8.8.16/29", "8.8.8.24/29",
        "8.8.8.0/30", "8.8.8.4/30", "8.8.8.28/30", "8.8.8.7/32", "10.0.0.0/8", "10.0.0.0/28", "10.0.0.0/29", "10.0.0.8/29",
        "10.0.0.3/32", "2600::/124", "2600::/125", "2600::8/125", "2600::4/126", "2600::c/126", "2600::1/128", "sg-1", "sg-2",
        "sg-3", "pl-1", "pl-2", "64:ff9b::/96", "64:ff9b::808:800/123", "64:ff9b::808:800/124", "64:ff9b::808:810/125",
        "64:ff9b::808:807/128", "64:ff9b::a00:0/104", "64:ff9b::a00:0/125",
    ];

    /// <summary>The services, and which of the 9 cells of a direction each holds.</summary>
    public static readonly (Service Service, int First, int Count)[] Services =
    [
        (Service.Any, 0, 9),
        (Service.Parse("tcp"), 0, 5),
        (Service.Parse("tcp/20-23"), 0, 4),
        (Service.Parse("tcp/22"), 2, 1),
        (Service.Parse("tcp/20-21"), 0, 2),
        (Service.Parse("tcp/22-23"), 2, 2),
        (Service.Parse("tcp/21-22"), 1, 2),
        (Service.Parse("tcp/20"), 0, 1),
        (Service.Parse("udp"), 5, 1),
        (Service.Parse("icmp"), 6, 1),
        (Service.Parse("50"), 7, 1),
    ];

    private static readonly uint[] Ipv4 = [.. Range(0x08080800, 32), .. Range(0x0A000000, 16)];
    private static readonly UInt128[] Ipv6 = [.. Enumerable.Range(0, 16).Select(i => ((UInt128)0x2600 << 112) + (UInt128)i)];
    private static readonly uint[] ElsewhereIpv4 =
        [CidrIpv4.Parse("1.2.3.4/32").First, CidrIpv4.Parse("10.99.0.1/32").First, CidrIpv4.Parse("127.0.0.1/32").First];
    private static readonly UInt128[] ElsewhereIpv6 =
        [CidrIpv6.Parse("2a00::1/128").First, CidrIpv6.Parse("fd00::1/128").First, CidrIpv6.Parse("2001:db8::1/128").First];

    /// <summary>A point of each cell.</summary>
    private static readonly uint[] Points = [.. new[] { false, true }.SelectMany(isEgress =>
        new[] { "tcp/20", "tcp/21", "tcp/22", "tcp/23", "tcp/9999", "udp/53", "icmp/8/0", "50", "47" }
            .Select(text => FlowSpace.Point(isEgress, Service.Parse(text).First)))];

    /// <summary>What a rule's peer admits; of a prefix list, its entries or, unread, its name.</summary>
    public static UInt128 MaskOf(string peer, UInt128?[] lists) => peer switch
    {
        "sg-1" or "sg-2" or "sg-3" => Bits(70 + (peer[3] - '1'), 1),
        "pl-1" or "pl-2" => lists[peer[3] - '1'] ?? Bits(74 + (peer[3] - '1'), 1),
        _ => Block(peer),
    };

    /// <summary>The addresses of a block.</summary>
    public static UInt128 Block(string cidr)
    {
        if (CidrIpv4.TryParse(cidr, out var four))
        {
            bool IsIn4(uint address) => four.First <= address && address <= four.Last;
            return Holding(Ipv4, 0, IsIn4) | Holding(ElsewhereIpv4, 64, IsIn4);
        }
        var six = CidrIpv6.Parse(cidr);
        bool IsIn6(UInt128 address) => six.First <= address && address <= six.Last;
        return Holding(Ipv6, 48, IsIn6) | Holding(ElsewhereIpv6, 67, IsIn6) | HoldingNat64(IsIn6);
    }

    /// <summary>The mask, and the NAT64 addresses of its IPv4 addresses.</summary>
    public static UInt128 Widen(UInt128 mask) => mask | ((mask & Bits(0, 48)) << 77) | ((mask & Bits(64, 3)) << 61);

    /// <summary>The mask with the IPv4 addresses in place of the NAT64 addresses.</summary>
    public static UInt128 Translate(UInt128 mask) =>
        (mask & Bits(0, 77)) | ((mask >> 77) & Bits(0, 48)) | ((mask >> 61) & Bits(64, 3));

    private static UInt128 MaskOf(PeerSet peers)
    {
        var (ipv4, ipv6) = (peers.Addresses.Ipv4, peers.Addresses.Ipv6);
        return Holding(Ipv4, 0, ipv4.Contains) | Holding(ElsewhereIpv4, 64, ipv4.Contains)
            | Holding(Ipv6, 48, ipv6.Contains) | Holding(ElsewhereIpv6, 67, ipv6.Contains) | HoldingNat64(ipv6.Contains)
            | Holding(["sg-1", "sg-2", "sg-3", "sg-other"], 70, peers.Groups.Contains)
            | Holding(["pl-1", "pl-2", "pl-other"], 74, peers.PrefixLists.Contains);
    }

    /// <summary>A set of traffic as one mask of peers for each cell, found by asking for every packet.</summary>
    public static UInt128[] Read(TrafficSet traffic)
    {
        var cells = new UInt128[CellCount];
        foreach (var band in traffic.Bands)
        {
            UInt128? mask = null;
            for (var cell = 0; cell < CellCount; cell++)
            {
                if (band.First <= Points[cell] && Points[cell] <= band.Last)
                {
                    cells[cell] = mask ??= MaskOf(band.Peers);
                }
            }
        }
        return cells;
    }

    public static UInt128 Bits(int first, int count) => ((UInt128.One << count) - 1) << first;

    private static IEnumerable<uint> Range(uint first, int count) => Enumerable.Range(0, count).Select(i => first + (uint)i);

    private static UInt128 HoldingNat64(Func<UInt128, bool> holds)
    {
        bool LeadsTo(uint ipv4) => holds(((UInt128)0x0064ff9b << 96) + ipv4);
        return Holding(Ipv4, 77, LeadsTo) | Holding(ElsewhereIpv4, 125, LeadsTo);
    }

    private static UInt128 Holding<T>(T[] values, int firstBit, Func<T, bool> holds)
    {
        var mask = UInt128.Zero;
        for (var i = 0; i < values.Length; i++)
        {
            mask |= holds(values[i]) ? UInt128.One << (firstBit + i) : 0;
        }
        return mask;
    }
}
