using System.Buffers;
using System.Numerics;

namespace SgWatch.Addresses;

/// <summary>Makes a set of intervals that are added in ascending order of their first number. It uses a rented buffer.</summary>
internal ref struct IntervalSetBuilder<T>(int capacity)
    where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
{
    private readonly Interval<T>[] _intervals = ArrayPool<Interval<T>>.Shared.Rent(capacity);
    private int _count;

    private readonly ReadOnlySpan<Interval<T>> Intervals => _intervals.AsSpan(0, _count);

    /// <summary>Adds an interval, or nothing if <paramref name="last"/> is the lower.</summary>
    /// <remarks>An interval that touches or overlaps the previous one is joined to it.</remarks>
    public void Add(T first, T last)
    {
        if (first > last)
        {
            return;
        }
        if (_count > 0)
        {
            ref var end = ref _intervals[_count - 1];
            if (end.Last == T.MaxValue || first <= end.Last + T.One)
            {
                end = new(end.First, T.Max(end.Last, last));
                return;
            }
        }
        _intervals[_count++] = new(first, last);
    }

    /// <summary>Adds the numbers from <paramref name="first"/> to the one before <paramref name="end"/>.</summary>
    public void AddBefore(T first, T end)
    {
        if (first < end)
        {
            Add(first, end - T.One);
        }
    }

    /// <summary>The set of what was added. If it equals one of the operands, that operand is returned, so that nothing is
    /// allocated.</summary>
    public readonly IntervalSet<T> ToSet(IntervalSet<T> left, IntervalSet<T> right) => _count == 0
        ? default
        : Intervals.SequenceEqual(left.Intervals) ? left
        : Intervals.SequenceEqual(right.Intervals) ? right
        : new(Intervals.ToArray());

    /// <summary>Returns the rented buffer.</summary>
    public readonly void Dispose() => ArrayPool<Interval<T>>.Shared.Return(_intervals);
}
