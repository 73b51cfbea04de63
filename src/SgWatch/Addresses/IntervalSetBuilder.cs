using System.Buffers;
using System.Numerics;

namespace SgWatch.Addresses;

/// <summary>Collects intervals in ascending order of their first number, in a rented buffer, and makes the set of them.</summary>
internal ref struct IntervalSetBuilder<T>(int capacity)
    where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
{
    private readonly Interval<T>[] _intervals = ArrayPool<Interval<T>>.Shared.Rent(capacity);
    private int _count;

    private readonly ReadOnlySpan<Interval<T>> Intervals => _intervals.AsSpan(0, _count);

    /// <summary>Adds an interval, or nothing where <paramref name="last"/> is the lower; one that touches or overlaps the one added
    /// before is joined to it.</summary>
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

    /// <summary>Adds the numbers from <paramref name="first"/> up to and without <paramref name="end"/>.</summary>
    public void AddBefore(T first, T end)
    {
        if (first < end)
        {
            Add(first, end - T.One);
        }
    }

    /// <summary>The set of what was added: one of the operands where it equals that, so that nothing is allocated.</summary>
    public readonly IntervalSet<T> ToSet(IntervalSet<T> left, IntervalSet<T> right) => _count == 0
        ? default
        : Intervals.SequenceEqual(left.Intervals) ? left
        : Intervals.SequenceEqual(right.Intervals) ? right
        : new(Intervals.ToArray());

    /// <summary>Gives the buffer back.</summary>
    public readonly void Dispose() => ArrayPool<Interval<T>>.Shared.Return(_intervals);
}
