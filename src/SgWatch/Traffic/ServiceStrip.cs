using System.Numerics;
using SgWatch.Addresses;

namespace SgWatch.Traffic;

/// <summary>The peers of one kind that may use every point from <paramref name="First"/> to <paramref name="Last"/> of
/// <see cref="Rules.ServiceSpace"/>.</summary>
internal readonly record struct ServiceStrip<T>(uint First, uint Last, IntervalSet<T> Peers)
    where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
{
    /// <summary>The numbers of the blocks of so many points that strips touch, ascending, each once.</summary>
    public static IEnumerable<uint> Blocks(List<ServiceStrip<T>> strips, uint size)
    {
        var next = 0u;
        foreach (var strip in strips)
        {
            for (next = Math.Max(next, strip.First / size); next <= strip.Last / size; next++)
            {
                yield return next;
            }
        }
    }

    /// <summary>The parts of strips from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public static List<ServiceStrip<T>> Clip(List<ServiceStrip<T>> strips, uint first, uint last)
    {
        var clipped = new List<ServiceStrip<T>>();
        foreach (var strip in strips)
        {
            if (strip.First <= last && strip.Last >= first)
            {
                clipped.Add(strip with { First = Math.Max(strip.First, first), Last = Math.Min(strip.Last, last) });
            }
        }
        return clipped;
    }

    /// <summary>The peers that may use every point from <paramref name="first"/> to <paramref name="last"/>, of strips that lie in there.</summary>
    public static IntervalSet<T> Common(List<ServiceStrip<T>> strips, uint first, uint last)
    {
        var common = IntervalSet<T>.Everything;
        var next = first;
        foreach (var strip in strips)
        {
            if (strip.First != next)
            {
                return default;
            }
            common = common.Intersect(strip.Peers);
            next = strip.Last + 1;
        }
        return next == last + 1 ? common : default;
    }
}
