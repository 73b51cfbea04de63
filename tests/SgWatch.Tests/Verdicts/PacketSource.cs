using SgWatch.Addresses;
using SgWatch.Rules;

namespace SgWatch.Tests.Verdicts;

/// <summary>Random packets, most of them at a border of a rule or a pattern.</summary>
internal sealed class PacketSource(int seed, (bool IsEgress, string Service, string Peer)[] parts)
{
    private readonly Random _random = new(seed);

    public Packet Next()
    {
        var (of, at) = (parts[_random.Next(parts.Length)], parts[_random.Next(parts.Length)]);
        var service = Service.Parse(of.Service);
        var border = _random.Next(6) switch
        {
            0 => service.First - 1,
            1 => service.First,
            2 => service.Last,
            3 => service.Last + 1,
            _ => (uint)_random.Next(1 << 24),
        } & ServiceSpace.Last;
        var group = at.Peer[0] == 's' || _random.Next(8) == 0 ? $"sg-{_random.Next(1, 4)}" : null;
        var is4 = CidrIpv6.TryParse(at.Peer, out var six) ? _random.Next(8) == 0 : _random.Next(8) > 0;
        var (first, last) = CidrIpv4.TryParse(at.Peer, out var four) ? (four.First, (UInt128)four.Last) : (six.First, six.Last);
        var address = _random.Next(6) switch
        {
            0 => first - 1,
            1 => first,
            2 => last,
            3 => last + 1,
            4 => Any(),
            _ => first + (Any() % (last - first == UInt128.MaxValue ? last : last - first + 1)),
        };
        var packet = new Packet(
            _random.Next(4) == 0 ? !of.IsEgress : of.IsEgress,
            (int)(border >> 16),
            (int)(border & 0xFFFF),
            is4,
            is4 ? address & uint.MaxValue : address,
            group);
        return _random.Next(6) == 0 ? packet.OtherWay : packet;
    }

    private UInt128 Any() => ((UInt128)(ulong)_random.NextInt64() << 65) ^ (ulong)_random.NextInt64();
}
