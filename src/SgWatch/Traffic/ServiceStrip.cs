using System.Numerics;
using SgWatch.Addresses;

namespace SgWatch.Traffic;

/// <summary>A range of points of <see cref="Rules.ServiceSpace"/> with the peers of one kind that may use all of it.</summary>
/// <param name="First">The first point.</param>
/// <param name="Last">The last point, itself in the strip.</param>
/// <param name="Peers">The peers, as numbers.</param>
internal readonly record struct ServiceStrip<T>(uint First, uint Last, IntervalSet<T> Peers)
    where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
{
    /// <summary>The numbers of the blocks that strips touch, ascending and each once.</summary>
    /// <param name="strips">The strips, ascending.</param>
    /// <param name="size">How many points a block has. Block 0 begins at point 0.</param>
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

    /// <summary>The parts of strips that lie between two points, both of them included.</summary>
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

    /// <summary>The peers that may use every point from <paramref name="first"/> to <paramref name="last"/>.</summary>
    /// <param name="strips">The strips, ascending, all of them between the two points.</param>
    /// <param name="first">The first point.</param>
    /// <param name="last">The last point.</param>
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
