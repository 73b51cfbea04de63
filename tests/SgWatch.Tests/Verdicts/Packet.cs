using SgWatch.Traffic;

namespace SgWatch.Tests.Verdicts;

/// <summary>One packet of a <see cref="PacketSource"/>.</summary>
internal sealed record Packet(bool IsEgress, int Protocol, int Low, bool IsIpv4, UInt128 Address, string? Group)
{
    public uint Point => FlowSpace.Point(IsEgress, ((uint)Protocol << 16) | (uint)Low);
}
