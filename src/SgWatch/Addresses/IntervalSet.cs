using System.Numerics;

namespace SgWatch.Addresses;

/// <summary>A set of unsigned numbers, kept as the fewest intervals that make it up.</summary>
/// <remarks>
/// Shape: intervals ascending, none empty, none touching the next; so two sets are equal exactly if their intervals are.
/// Default: the empty set. Every operation is linear in the number of intervals of both sides.
/// </remarks>
public readonly struct IntervalSet<T> : IEquatable<IntervalSet<T>>
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    private readonly Interval<T>[]? _intervals;

    private IntervalSet(Interval<T>[] intervals) => _intervals = intervals;

    /// <summary>Every number of the type.</summary>
    public static IntervalSet<T> Everything { get; } = Of(T.MinValue, T.MaxValue);

    /// <summary>The intervals, ascending.</summary>
    public ReadOnlySpan<Interval<T>> Intervals => _intervals;

    /// <summary>Whether nothing is in the set.</summary>
    public bool IsEmpty => _intervals is null or { Length: 0 };

    /// <summary>How many numbers are in the set; 2^128 - 1 for all 2^128 IPv6 addresses, the one count that a UInt128 can't hold.</summary>
    public UInt128 Count
    {
        get
        {
            UInt128 count = 0;
            foreach (var interval in Intervals)
            {
                var size = UInt128.CreateChecked(interval.Last - interval.First);
                count += size == UInt128.MaxValue ? size : size + 1;
            }
            return count;
        }
    }

    /// <summary>The numbers from <paramref name="first"/> to <paramref name="last"/>; none where <paramref name="last"/> is the lower.</summary>
    public static IntervalSet<T> Of(T first, T last) => first > last ? default : new([new(first, last)]);

    /// <summary>All numbers that are in any of the intervals, which may overlap and stand in any order.</summary>
    public static IntervalSet<T> Of(IEnumerable<Interval<T>> intervals)
    {
        var sorted = intervals.Where(i => i.First <= i.Last).ToArray();
        Array.Sort(sorted, static (a, b) => a.First.CompareTo(b.First));
        return Merge(sorted);
    }

    /// <summary>Whether <paramref name="value"/> is in the set.</summary>
    public bool Contains(T value)
    {
        var (low, high) = (0, Intervals.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var interval = Intervals[middle];
            if (value < interval.First)
            {
                high = middle - 1;
            }
            else if (value > interval.Last)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether every number of <paramref name="other"/> is in this set.</summary>
    public bool Contains(IntervalSet<T> other) => other.Except(this).IsEmpty;

    /// <summary>Whether some number is in both.</summary>
    public bool Overlaps(IntervalSet<T> other)
    {
        var a = Intervals;
        var b = other.Intervals;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            if (T.Max(a[i].First, b[j].First) <= T.Min(a[i].Last, b[j].Last))
            {
                return true;
            }
            if (a[i].Last < b[j].Last)
            {
                i++;
            }
            else
            {
                j++;
            }
        }
        return false;
    }

    /// <summary>What is in either.</summary>
    public IntervalSet<T> Union(IntervalSet<T> other)
    {
        if (IsEmpty)
        {
            return other;
        }
        if (other.IsEmpty)
        {
            return this;
        }
        var a = Intervals;
        var b = other.Intervals;
        var sorted = new Interval<T>[a.Length + b.Length];
        for (int i = 0, j = 0; i + j < sorted.Length;)
        {
            sorted[i + j] = j == b.Length || (i < a.Length && a[i].First <= b[j].First) ? a[i++] : b[j++];
        }
        return Merge(sorted);
    }

    /// <summary>What is in both.</summary>
    public IntervalSet<T> Intersect(IntervalSet<T> other)
    {
        if (IsEmpty || other.IsEmpty)
        {
            return default;
        }
        var a = Intervals;
        var b = other.Intervals;
        var result = new List<Interval<T>>();
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            var (first, last) = (T.Max(a[i].First, b[j].First), T.Min(a[i].Last, b[j].Last));
            if (first <= last)
            {
                result.Add(new(first, last));
            }
            if (a[i].Last < b[j].Last)
            {
                i++;
            }
            else
            {
                j++;
            }
        }
        return From(result);
    }

    /// <summary>What is in this set and not in <paramref name="other"/>.</summary>
    public IntervalSet<T> Except(IntervalSet<T> other)
    {
        if (IsEmpty || other.IsEmpty)
        {
            return this;
        }
        var taken = other.Intervals;
        var result = new List<Interval<T>>();
        var j = 0;
        foreach (var interval in Intervals)
        {
            var first = interval.First;
            while (j < taken.Length && taken[j].Last < first)
            {
                j++;
            }
            var rest = true;
            for (var k = j; k < taken.Length && taken[k].First <= interval.Last; k++)
            {
                if (taken[k].First > first)
                {
                    result.Add(new(first, taken[k].First - T.One));
                }
                if (taken[k].Last >= interval.Last)
                {
                    rest = false;
                    break;
                }
                first = taken[k].Last + T.One;
            }
            if (rest)
            {
                result.Add(new(first, interval.Last));
            }
        }
        return From(result);
    }

    /// <inheritdoc/>
    public bool Equals(IntervalSet<T> other) => Intervals.SequenceEqual(other.Intervals);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IntervalSet<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var interval in Intervals)
        {
            hash.Add(interval);
        }
        return hash.ToHashCode();
    }

    public static bool operator ==(IntervalSet<T> left, IntervalSet<T> right) => left.Equals(right);

    public static bool operator !=(IntervalSet<T> left, IntervalSet<T> right) => !left.Equals(right);

    /// <summary>The intervals, such as <c>{1-3, 7-7}</c>, for a failed test's message.</summary>
    public override string ToString() => $"{{{string.Join(", ", (_intervals ?? []).Select(i => $"{i.First}-{i.Last}"))}}}";

    private static IntervalSet<T> From(List<Interval<T>> ordered) => ordered.Count == 0 ? default : new([.. ordered]);

    // sorted by First; overlapping and touching neighbours become one
    private static IntervalSet<T> Merge(Interval<T>[] sorted)
    {
        if (sorted.Length == 0)
        {
            return default;
        }
        var end = 0;
        foreach (var next in sorted.AsSpan(1))
        {
            ref var current = ref sorted[end];
            if (current.Last == T.MaxValue || next.First <= current.Last + T.One)
            {
                current = new(current.First, T.Max(current.Last, next.Last));
            }
            else
            {
                sorted[++end] = next;
            }
        }
        return new(end + 1 == sorted.Length ? sorted : sorted[..(end + 1)]);
    }
}
