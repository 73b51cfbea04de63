using System.Numerics;

namespace SgWatch.Addresses;

/// <summary>A set of unsigned numbers, stored as the fewest intervals that make it up.</summary>
/// <remarks>
/// Shape: intervals are ascending, none is empty, and none touches the next. So two sets are equal exactly if their intervals are.
/// Default: the empty set. Every operation is linear in the number of intervals of both sides, and a question about one interval is
/// logarithmic. A result that equals an operand is that operand, not a copy.
/// </remarks>
/// <typeparam name="T">The type of the numbers.</typeparam>
public readonly struct IntervalSet<T> : IEquatable<IntervalSet<T>>
    where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
{
    private readonly Interval<T>[]? _intervals;

    internal IntervalSet(Interval<T>[] canonical) => _intervals = canonical;

    /// <summary>Every number of the type.</summary>
    public static IntervalSet<T> Everything { get; } = Of(T.MinValue, T.MaxValue);

    /// <summary>The intervals, ascending.</summary>
    public ReadOnlySpan<Interval<T>> Intervals => _intervals;

    /// <summary>Whether no number is in the set.</summary>
    public bool IsEmpty => _intervals is null;

    /// <summary>How many numbers are in the set. It is 2^128 - 1 for all 2^128 IPv6 addresses, because a UInt128 can't hold more.</summary>
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

    /// <summary>The numbers from <paramref name="first"/> to <paramref name="last"/>. None if <paramref name="last"/> is the
    /// lower.</summary>
    public static IntervalSet<T> Of(T first, T last) => first > last ? default : new([new(first, last)]);

    /// <summary>The numbers of several intervals, which may overlap and come in any order.</summary>
    public static IntervalSet<T> Of(IEnumerable<Interval<T>> intervals)
    {
        var sorted = intervals.Where(i => i.First <= i.Last).ToArray();
        Array.Sort(sorted, static (a, b) => a.First.CompareTo(b.First));
        using var builder = new IntervalSetBuilder<T>(sorted.Length);
        foreach (var interval in sorted)
        {
            builder.Add(interval.First, interval.Last);
        }
        return builder.ToSet(default, default);
    }

    /// <summary>Whether <paramref name="value"/> is in the set.</summary>
    public bool Contains(T value)
    {
        var at = IndexOfEndAtOrAfter(value);
        return at < Intervals.Length && Intervals[at].First <= value;
    }

    /// <summary>Whether every number of <paramref name="other"/> is in this set.</summary>
    public bool Contains(IntervalSet<T> other)
    {
        var outer = Intervals;
        var at = other.IsEmpty ? 0 : IndexOfEndAtOrAfter(other.Intervals[0].First);
        foreach (var inner in other.Intervals)
        {
            while (at < outer.Length && outer[at].Last < inner.First)
            {
                at++;
            }
            if (at == outer.Length || outer[at].First > inner.First || outer[at].Last < inner.Last)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Whether some number is in both sets.</summary>
    public bool Overlaps(IntervalSet<T> other)
    {
        if (IsEmpty || other.IsEmpty)
        {
            return false;
        }
        var a = Intervals;
        var b = other.Intervals;
        var (i, j) = (IndexOfEndAtOrAfter(b[0].First), other.IndexOfEndAtOrAfter(a[0].First));
        while (i < a.Length && j < b.Length)
        {
            if (a[i].First <= b[j].Last && b[j].First <= a[i].Last)
            {
                return true;
            }
            _ = a[i].Last < b[j].Last ? i++ : j++;
        }
        return false;
    }

    /// <summary>Whether some number from <paramref name="first"/> to <paramref name="last"/> is in the set.</summary>
    public bool Overlaps(T first, T last)
    {
        var at = IndexOfEndAtOrAfter(first);
        return first <= last && at < Intervals.Length && Intervals[at].First <= last;
    }

    /// <summary>The numbers in this set or the other.</summary>
    public IntervalSet<T> Union(IntervalSet<T> other)
    {
        if (IsEmpty || other.IsEmpty)
        {
            return IsEmpty ? other : this;
        }
        var a = Intervals;
        var b = other.Intervals;
        using var builder = new IntervalSetBuilder<T>(a.Length + b.Length);
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            var next = j == b.Length || (i < a.Length && a[i].First <= b[j].First) ? a[i++] : b[j++];
            builder.Add(next.First, next.Last);
        }
        return builder.ToSet(this, other);
    }

    /// <summary>The numbers in both sets.</summary>
    public IntervalSet<T> Intersect(IntervalSet<T> other)
    {
        if (IsEmpty || other.IsEmpty)
        {
            return default;
        }
        var a = Intervals;
        var b = other.Intervals;
        var (i, j) = (IndexOfEndAtOrAfter(b[0].First), other.IndexOfEndAtOrAfter(a[0].First));
        using var builder = new IntervalSetBuilder<T>(a.Length - i + b.Length - j);
        while (i < a.Length && j < b.Length)
        {
            builder.Add(T.Max(a[i].First, b[j].First), T.Min(a[i].Last, b[j].Last));
            _ = a[i].Last < b[j].Last ? i++ : j++;
        }
        return builder.ToSet(this, other);
    }

    /// <summary>The numbers in this set that aren't in <paramref name="other"/>.</summary>
    public IntervalSet<T> Except(IntervalSet<T> other)
    {
        if (!Overlaps(other))
        {
            return this;
        }
        var a = Intervals;
        var taken = other.Intervals;
        var j = other.IndexOfEndAtOrAfter(a[0].First);
        using var builder = new IntervalSetBuilder<T>(a.Length + taken.Length - j);
        foreach (var interval in a)
        {
            var first = interval.First;
            while (j < taken.Length && taken[j].Last < first)
            {
                j++;
            }
            // j stays at an interval that ends after this one, because it may reach into the next one too
            while (j < taken.Length && taken[j].Last < interval.Last)
            {
                builder.AddBefore(first, taken[j].First);
                first = taken[j++].Last + T.One;
            }
            if (j == taken.Length || taken[j].First > interval.Last)
            {
                builder.Add(first, interval.Last);
            }
            else
            {
                builder.AddBefore(first, taken[j].First);
            }
        }
        return builder.ToSet(this, default);
    }

    /// <inheritdoc/>
    public bool Equals(IntervalSet<T> other) => ReferenceEquals(_intervals, other._intervals) || Intervals.SequenceEqual(other.Intervals);

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

    /// <summary>Whether both sets hold the same numbers.</summary>
    public static bool operator ==(IntervalSet<T> left, IntervalSet<T> right) => left.Equals(right);

    /// <summary>Whether the sets differ.</summary>
    public static bool operator !=(IntervalSet<T> left, IntervalSet<T> right) => !left.Equals(right);

    /// <summary>The intervals, such as <c>{1-3, 7-7}</c>, for the message of a failed test.</summary>
    public override string ToString() => $"{{{string.Join(", ", (_intervals ?? []).Select(i => $"{i.First}-{i.Last}"))}}}";

    // the first interval that ends at or after the value; the number of intervals if there is none
    private int IndexOfEndAtOrAfter(T value)
    {
        var intervals = Intervals;
        var (low, high) = (0, intervals.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (intervals[middle].Last < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }
}
