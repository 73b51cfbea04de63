using SgWatch.Rules;

namespace SgWatch.Traffic;

/// <summary>A set of traffic: direction, protocol, port or ICMP type and code, and peer.</summary>
/// <remarks>
/// Shape: bands ascending on <see cref="FlowSpace"/>, none empty, none overlapping, and no two that touch with the same peers;
/// so two sets are equal exactly if their bands are. Default: the empty set. No operation recurses on the size of its input.
/// </remarks>
public readonly struct TrafficSet : IEquatable<TrafficSet>
{
    private readonly Band[]? _bands;

    private TrafficSet(Band[] bands) => _bands = bands;

    private delegate PeerSet Combine(PeerSet left, PeerSet right);

    /// <summary>All traffic of both directions.</summary>
    public static TrafficSet Everything { get; } = new([new(0, FlowSpace.Last, PeerSet.Everything)]);

    /// <summary>The bands, ascending.</summary>
    public ReadOnlySpan<Band> Bands => _bands;

    public bool IsEmpty => _bands is null or { Length: 0 };

    /// <summary>The traffic of one direction and service with these peers.</summary>
    public static TrafficSet Of(bool isEgress, Service service, PeerSet peers) => peers.IsEmpty
        ? default
        : new([new(FlowSpace.Point(isEgress, service.First), FlowSpace.Point(isEgress, service.Last), peers)]);

    /// <summary>The same peers on every point from <paramref name="first"/> to <paramref name="last"/> of <see cref="FlowSpace"/>.</summary>
    public static TrafficSet Of(uint first, uint last, PeerSet peers) => peers.IsEmpty || first > last ? default : new([new(first, last, peers)]);

    /// <summary>The peers with which a point's traffic is in the set.</summary>
    public PeerSet PeersAt(uint point)
    {
        foreach (var band in Bands)
        {
            if (point >= band.First && point <= band.Last)
            {
                return band.Peers;
            }
        }
        return default;
    }

    /// <summary>What is in either.</summary>
    public TrafficSet Union(TrafficSet other) =>
        IsEmpty ? other : other.IsEmpty ? this : Merge(other, static (a, b) => a.Union(b));

    /// <summary>What is in both.</summary>
    public TrafficSet Intersect(TrafficSet other) =>
        IsEmpty || other.IsEmpty ? default : Merge(other, static (a, b) => a.Intersect(b));

    /// <summary>What is in this set and not in <paramref name="other"/>.</summary>
    public TrafficSet Except(TrafficSet other) =>
        IsEmpty || other.IsEmpty ? this : Merge(other, static (a, b) => a.Except(b));

    /// <summary>Whether all of <paramref name="other"/> is in this set.</summary>
    public bool Contains(TrafficSet other) => other.Except(this).IsEmpty;

    /// <inheritdoc/>
    public bool Equals(TrafficSet other) => Bands.SequenceEqual(other.Bands);

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
        }
        return hash.ToHashCode();
    }

    public static bool operator ==(TrafficSet left, TrafficSet right) => left.Equals(right);

    public static bool operator !=(TrafficSet left, TrafficSet right) => !left.Equals(right);

    /// <summary>The bands, for a failed test's message.</summary>
    public override string ToString() => $"{{{string.Join("; ", (_bands ?? []).Select(b => $"{b.First}-{b.Last}: {b.Peers}"))}}}";

    // walks both lists of bands at once, from one border of either to the next
    private TrafficSet Merge(TrafficSet other, Combine combine)
    {
        var a = Bands;
        var b = other.Bands;
        var result = new List<Band>(a.Length + b.Length);
        var (i, j) = (0, 0);
        var point = 0u;
        while (i < a.Length || j < b.Length)
        {
            var nextA = i < a.Length ? Math.Max(a[i].First, point) : uint.MaxValue;
            var nextB = j < b.Length ? Math.Max(b[j].First, point) : uint.MaxValue;
            point = Math.Min(nextA, nextB);
            var inA = nextA == point;
            var inB = nextB == point;
            var last = Math.Min(
                inA ? a[i].Last : nextA == uint.MaxValue ? FlowSpace.Last : nextA - 1,
                inB ? b[j].Last : nextB == uint.MaxValue ? FlowSpace.Last : nextB - 1);
            Add(result, new(point, last, combine(inA ? a[i].Peers : default, inB ? b[j].Peers : default)));
            point = last + 1;
            i += inA && a[i].Last == last ? 1 : 0;
            j += inB && b[j].Last == last ? 1 : 0;
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
