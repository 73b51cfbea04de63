using SgWatch.Rules;

namespace SgWatch.Traffic;

/// <summary>A set of traffic: direction, protocol, port or ICMP type and code, and peer.</summary>
/// <remarks>
/// Shape: bands ascending on <see cref="FlowSpace"/>, none empty, none overlapping, and no two that touch with the same peers;
/// so two sets are equal exactly if their bands are. No band cuts a protocol in which EC2 knows no parts. Default: the empty set.
/// Every operation is linear in the bands of both sides and in their peers; none recurses.
/// </remarks>
public readonly struct TrafficSet : IEquatable<TrafficSet>
{
    private readonly Band[]? _bands;

    private TrafficSet(Band[] bands) => _bands = bands;

    /// <summary>All traffic of both directions.</summary>
    public static TrafficSet Everything { get; } = new([new(0, FlowSpace.Last, PeerSet.Everything)]);

    /// <summary>The bands, ascending.</summary>
    public ReadOnlySpan<Band> Bands => _bands;

    public bool IsEmpty => _bands is null;

    /// <summary>The traffic of one direction and service with these peers.</summary>
    public static TrafficSet Of(bool isEgress, Service service, PeerSet peers) => peers.IsEmpty
        ? default
        : new([new(FlowSpace.Point(isEgress, service.First), FlowSpace.Point(isEgress, service.Last), peers)]);

    /// <summary>The same peers on every point from <paramref name="first"/> to <paramref name="last"/> of <see cref="FlowSpace"/>,
    /// such as a band of another set; none where <paramref name="last"/> is the lower.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The end lies outside the space, or cuts a protocol in which EC2 knows no parts.</exception>
    public static TrafficSet Of(uint first, uint last, PeerSet peers)
    {
        if (peers.IsEmpty || first > last)
        {
            return default;
        }
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, FlowSpace.Last);
        return FlowSpace.IsBorder(first) && FlowSpace.IsBorder(last + 1)
            ? new([new(first, last, peers)])
            : throw new ArgumentOutOfRangeException(nameof(first), $"{first}-{last}: cuts a protocol in which EC2 knows no parts.");
    }

    /// <summary>The peers with which a point's traffic is in the set.</summary>
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

    /// <summary>What is in either.</summary>
    public TrafficSet Union(TrafficSet other) =>
        IsEmpty ? other : other.IsEmpty ? this : Combine(other, static (a, b) => a.Union(b));

    /// <summary>What is in both.</summary>
    public TrafficSet Intersect(TrafficSet other) =>
        IsEmpty || other.IsEmpty ? default : Combine(other, static (a, b) => a.Intersect(b));

    /// <summary>What is in this set and not in <paramref name="other"/>.</summary>
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

    /// <summary>Whether some traffic is in both.</summary>
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
            hash.Add(band.Peers); // sets are kept by what they hold, and many differ by their peers alone
        }
        return hash.ToHashCode();
    }

    public static bool operator ==(TrafficSet left, TrafficSet right) => left.Equals(right);

    public static bool operator !=(TrafficSet left, TrafficSet right) => !left.Equals(right);

    /// <summary>The bands, for a failed test's message.</summary>
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
