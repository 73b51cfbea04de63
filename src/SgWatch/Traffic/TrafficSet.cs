using SgWatch.Rules;

namespace SgWatch.Traffic;

/// <summary>A set of traffic. One element is a direction, a protocol, a port or ICMP type and code, and a peer.</summary>
/// <remarks>
/// Shape: bands ascending on <see cref="FlowSpace"/>. None is empty, no two overlap, and no two that touch have the same peers. So two sets
/// are equal exactly if their bands are. No band cuts a protocol that EC2 doesn't divide. Default: the empty set.
/// Every operation is linear in the bands of both sides and in their peers, and none recurses.
/// </remarks>
public readonly struct TrafficSet : IEquatable<TrafficSet>
{
    private readonly Band[]? _bands;

    private TrafficSet(Band[] bands) => _bands = bands;

    /// <summary>All traffic of both directions.</summary>
    public static TrafficSet Everything { get; } = new([new(0, FlowSpace.Last, PeerSet.Everything)]);

    /// <summary>The bands, ascending.</summary>
    public ReadOnlySpan<Band> Bands => _bands;

    /// <summary>Whether the set holds no traffic.</summary>
    public bool IsEmpty => _bands is null;

    /// <summary>The traffic of one direction and service with these peers.</summary>
    public static TrafficSet Of(bool isEgress, Service service, PeerSet peers) => peers.IsEmpty
        ? default
        : new([new(FlowSpace.Point(isEgress, service.First), FlowSpace.Point(isEgress, service.Last), peers)]);

    /// <summary>The traffic with the same peers on a range of points of <see cref="FlowSpace"/>, such as a band of another set.</summary>
    /// <param name="first">The first point.</param>
    /// <param name="last">The last point, itself in the range. If it is lower than the first, the set is empty.</param>
    /// <param name="peers">The peers.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The last point is outside the space, or the range cuts a protocol that EC2 doesn't divide.
    /// </exception>
    public static TrafficSet Of(uint first, uint last, PeerSet peers)
    {
        if (peers.IsEmpty || first > last)
        {
            return default;
        }
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, FlowSpace.Last);
        return FlowSpace.IsBorder(first) && FlowSpace.IsBorder(last + 1)
            ? new([new(first, last, peers)])
            : throw new ArgumentOutOfRangeException(nameof(first), $"{first}-{last} cuts a protocol that EC2 doesn't divide.");
    }

    /// <summary>The peers that the set has on a point of <see cref="FlowSpace"/>.</summary>
    public PeerSet PeersAt(uint point)
    {
        var bands = Bands;
        var (low, high) = (0, bands.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (bands[middle].Last < point)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low < bands.Length && bands[low].First <= point ? bands[low].Peers : default;
    }

    /// <summary>The traffic in this set or the other.</summary>
    public TrafficSet Union(TrafficSet other) =>
        IsEmpty ? other : other.IsEmpty ? this : Combine(other, static (a, b) => a.Union(b));

    /// <summary>The traffic in both sets.</summary>
    public TrafficSet Intersect(TrafficSet other) =>
        IsEmpty || other.IsEmpty ? default : Combine(other, static (a, b) => a.Intersect(b));

    /// <summary>The traffic in this set that isn't in <paramref name="other"/>.</summary>
    public TrafficSet Except(TrafficSet other) =>
        IsEmpty || other.IsEmpty ? this : Combine(other, static (a, b) => a.Except(b));

    /// <summary>Whether all of <paramref name="other"/> is in this set.</summary>
    public bool Contains(TrafficSet other)
    {
        var strips = new StripEnumerator(Bands, other.Bands);
        while (strips.MoveNext())
        {
            if (!strips.Left.Contains(strips.Right))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Whether some traffic is in both sets.</summary>
    public bool Overlaps(TrafficSet other)
    {
        var strips = new StripEnumerator(Bands, other.Bands);
        while (strips.MoveNext())
        {
            if (strips.Left.Overlaps(strips.Right))
            {
                return true;
            }
        }
        return false;
    }

    /// <inheritdoc/>
    public bool Equals(TrafficSet other) => ReferenceEquals(_bands, other._bands) || Bands.SequenceEqual(other.Bands);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TrafficSet other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var band in Bands)
        {
            hash.Add(band.First);
            hash.Add(band.Last);
            hash.Add(band.Peers); // sets are keys of a cache, and many differ in their peers only
        }
        return hash.ToHashCode();
    }

    /// <summary>Whether both sets hold the same traffic.</summary>
    public static bool operator ==(TrafficSet left, TrafficSet right) => left.Equals(right);

    /// <summary>Whether the sets differ.</summary>
    public static bool operator !=(TrafficSet left, TrafficSet right) => !left.Equals(right);

    /// <summary>The bands, for the message of a failed test.</summary>
    public override string ToString() => $"{{{string.Join("; ", (_bands ?? []).Select(b => $"{b.First}-{b.Last}: {b.Peers}"))}}}";

    private TrafficSet Combine(TrafficSet other, Func<PeerSet, PeerSet, PeerSet> combine)
    {
        var result = new List<Band>(Bands.Length + other.Bands.Length);
        var strips = new StripEnumerator(Bands, other.Bands);
        while (strips.MoveNext())
        {
            Add(result, new(strips.First, strips.Last, combine(strips.Left, strips.Right)));
        }
        return result.Count == 0 ? default : new([.. result]);
    }

    private static void Add(List<Band> bands, Band band)
    {
        if (band.Peers.IsEmpty)
        {
            return;
        }
        if (bands.Count > 0 && bands[^1] is var previous && previous.Last + 1 == band.First && previous.Peers == band.Peers)
        {
            bands[^1] = previous with { Last = band.Last };
            return;
        }
        bands.Add(band);
    }
}
