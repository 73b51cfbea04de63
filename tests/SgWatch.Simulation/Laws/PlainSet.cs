using System.Numerics;

namespace SgWatch.Simulation.Laws;

/// <summary>
/// Traffic in the simulation's small world as a set of bits: five sorts of ports times six blocks of addresses. Shares no code with the
/// product.
/// </summary>
internal static class PlainSet
{
    /// <summary>Addresses of the world's size: a /8.</summary>
    public const long World = 1 << 24;

    private const int Blocks = 6;

    private static readonly string[] Services = ["tcp/22", "tcp/443", "tcp/5432", "tcp/8080", "other"];
    private static readonly long[] PublicSizes = [1 << 22, 1 << 22, 1 << 23, 1 << 8, 0, 3_000_000_000];

    private static readonly Dictionary<string, uint> Peers = new()
    {
        ["8.0.0.0/10"] = 1,
        ["8.64.0.0/10"] = 2,
        ["8.128.0.0/9"] = 4,
        ["8.0.0.0/9"] = 3,
        ["8.0.0.0/8"] = 7,
        ["52.1.2.0/24"] = 8,
        ["10.0.0.0/8"] = 16,
        ["0.0.0.0/0"] = 63,
        [""] = 0,
    };

    /// <summary>Traffic of a service from some blocks.</summary>
    /// <param name="service">Such as <c>tcp/22</c>, or <c>any</c>.</param>
    /// <param name="peers">Such as <c>8.0.0.0/9</c>.</param>
    public static uint Of(string service, params IEnumerable<string> peers)
    {
        var blocks = peers.Aggregate(0u, static (all, peer) => all | Peers[peer]);
        var set = 0u;
        for (var port = 0; port < Services.Length; port++)
        {
            set |= service == "any" || service == Services[port] ? blocks << (port * Blocks) : 0;
        }
        return set;
    }

    /// <summary>Whether any of it is public.</summary>
    public static bool IsPublic(uint set) => (set & Of("any", "8.0.0.0/8", "52.1.2.0/24") | (set & Rest)) != 0;

    /// <summary>The part on ports where it is open to the world.</summary>
    public static uint WorldPart(uint set)
    {
        var open = 0u;
        for (var port = 0; port < Services.Length; port++)
        {
            var mask = 63u << (port * Blocks);
            open |= Size((set & mask) >> (port * Blocks)) >= World ? mask : 0;
        }
        return set & open & ~Private;
    }

    private static uint Private { get; } = Of("any", "10.0.0.0/8");

    private static uint Rest { get; } = Of("any", "0.0.0.0/0") & ~Of("any", "8.0.0.0/8", "52.1.2.0/24", "10.0.0.0/8");

    private static long Size(uint blocks)
    {
        var size = 0L;
        for (; blocks != 0; blocks &= blocks - 1)
        {
            size += PublicSizes[BitOperations.TrailingZeroCount(blocks)];
        }
        return size;
    }
}
