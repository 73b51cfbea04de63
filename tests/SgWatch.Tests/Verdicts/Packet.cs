using SgWatch.Traffic;

namespace SgWatch.Tests.Verdicts;

/// <summary>One packet of a <see cref="PacketSource"/>.</summary>
internal sealed record Packet(bool IsEgress, int Protocol, int Low, bool IsIpv4, UInt128 Address, string? Group)
{
    private static readonly UInt128 Nat64 = (UInt128)0x0064ff9b << 96;

    /// <summary>Whether it goes through NAT64.</summary>
    public bool IsNat64 => !IsIpv4 && Address >> 32 == Nat64 >> 32;

    /// <summary>The packet with its IPv4 address if it goes through NAT64, and through NAT64 if it has an IPv4 address.</summary>
    public Packet OtherWay => IsIpv4 ? this with { IsIpv4 = false, Address = Nat64 + Address }
        : IsNat64 ? this with { IsIpv4 = true, Address = Address & uint.MaxValue }
        : this;

    public uint Point => FlowSpace.Point(IsEgress, ((uint)Protocol << 16) | (uint)Low);
}
