using System.Numerics;
using CsCheck;
using SgWatch.Addresses;

namespace SgWatch.Tests.Addresses;

/// <summary>The model: one bool for each of the 256 numbers of a byte, with both borders of the type in it.</summary>
public sealed class IntervalSetTests
{
    private static readonly Gen<byte> AnyByte = Gen.OneOf(Gen.Byte, Gen.OneOf<byte>(0, 1, 2, 253, 254, 255));

    private static readonly Gen<Interval<byte>[]> AnyIntervals =
        Gen.Select(AnyByte, AnyByte, (first, last) => new Interval<byte>(first, last)).Array[0, 6];

    private static readonly Gen<(bool[] Model, IntervalSet<byte> Set)> AnySet =
        AnyIntervals.Select(intervals => (Model(intervals), IntervalSet<byte>.Of(intervals)));

    private static readonly Gen<IntervalSet<UInt128>> AnyLargeSet =
        Gen.Select(CidrIpv6Tests.AnyBorder, CidrIpv6Tests.AnyBorder, (first, last) => new Interval<UInt128>(first, last)).Array[0, 5]
            .Select(intervals => IntervalSet<UInt128>.Of(intervals));

    [Fact]
    public void Of_holds_the_numbers_of_any_of_its_intervals() => AnySet.Holds(s => Agrees(s.Model, s.Set));

    [Fact]
    public void Overlap_with_a_range_agrees_with_the_set_of_the_range() => Gen.Select(AnySet, AnyByte, AnyByte).Holds(three =>
        three.Item1.Set.Overlaps(three.Item2, three.Item3) == three.Item1.Set.Overlaps(IntervalSet<byte>.Of(three.Item2, three.Item3)));

    [Fact]
    public void Contains_agrees_with_looking_a_number_up() => Gen.Select(AnySet, AnyByte).Holds(pair =>
        pair.Item1.Set.Contains(pair.Item2) == pair.Item1.Model[pair.Item2]
        && pair.Item1.Set.Intervals.ToArray().All(i => pair.Item1.Set.Contains(i.First) && pair.Item1.Set.Contains(i.Last)));

    [Fact]
    public void Union_intersection_and_difference_agree_with_bools() => Gen.Select(AnySet, AnySet).Holds(pair =>
    {
        var (a, b) = pair;
        return Agrees(Combine(a.Model, b.Model, (x, y) => x || y), a.Set.Union(b.Set))
            && Agrees(Combine(a.Model, b.Model, (x, y) => x && y), a.Set.Intersect(b.Set))
            && Agrees(Combine(a.Model, b.Model, (x, y) => x && !y), a.Set.Except(b.Set));
    });

    [Fact]
    public void Contains_overlaps_and_equality_agree_with_bools() => Gen.Select(AnySet, AnySet).Holds(pair =>
    {
        var (a, b) = pair;
        return a.Set.Contains(b.Set) == !Combine(a.Model, b.Model, (x, y) => y && !x).Contains(true)
            && a.Set.Overlaps(b.Set) == Combine(a.Model, b.Model, (x, y) => x && y).Contains(true)
            && (a.Set == b.Set) == a.Model.AsSpan().SequenceEqual(b.Model)
            && (a.Set != b.Set || a.Set.GetHashCode() == b.Set.GetHashCode());
    });

    [Fact]
    public void A_set_contains_and_overlaps_its_parts() => Gen.Select(AnySet, AnySet).Holds(pair =>
    {
        var (a, b) = (pair.Item1.Set, pair.Item2.Set);
        return a.Contains(a.Except(b)) && a.Union(b).Contains(b) && !a.Except(b).Overlaps(b) && a.Except(b).Union(a.Intersect(b)) == a;
    });

    [Fact]
    public void Equal_sets_come_out_equal_however_they_are_made() => Gen.Select(AnyIntervals, Gen.Int).Holds(pair =>
    {
        var (intervals, seed) = pair;
        var shuffled = intervals.ToArray();
        new Random(seed).Shuffle(shuffled);
        var oneByOne = intervals.Aggregate(default(IntervalSet<byte>), (set, i) => set.Union(IntervalSet<byte>.Of(i.First, i.Last)));
        var complement = intervals.Aggregate(IntervalSet<byte>.Everything, (set, i) => set.Except(IntervalSet<byte>.Of(i.First, i.Last)));
        var set = IntervalSet<byte>.Of(intervals);
        return set == IntervalSet<byte>.Of(shuffled) && set == oneByOne && set == IntervalSet<byte>.Everything.Except(complement);
    });

    [Fact]
    public void The_laws_of_sets_hold_at_the_borders_of_128_bits() =>
        Gen.Select(AnyLargeSet, AnyLargeSet, CidrIpv6Tests.AnyBorder).Holds(three =>
    {
        var (a, b, x) = three;
        var (union, common, rest) = (a.Union(b), a.Intersect(b), a.Except(b));
        return IsCanonical(union) && IsCanonical(common) && IsCanonical(rest)
            && union.Contains(x) == (a.Contains(x) || b.Contains(x))
            && common.Contains(x) == (a.Contains(x) && b.Contains(x))
            && rest.Contains(x) == (a.Contains(x) && !b.Contains(x))
            && (union == IntervalSet<UInt128>.Everything || a.Count + b.Count == union.Count + common.Count)
            && (a == IntervalSet<UInt128>.Everything || rest.Count + common.Count == a.Count)
            && rest.Union(common) == a
            && a.Contains(b) == (union == a) && a.Overlaps(b) == !common.IsEmpty;
    });

    [Fact]
    public void Count_of_everything_is_exact_except_the_one_that_does_not_fit()
    {
        Assert.Equal((UInt128)256, IntervalSet<byte>.Everything.Count);
        Assert.Equal((UInt128)1 << 32, IntervalSet<uint>.Everything.Count);
        Assert.Equal(UInt128.MaxValue, IntervalSet<UInt128>.Everything.Count);
        Assert.Equal(UInt128.MaxValue, IntervalSet<UInt128>.Of(1, UInt128.MaxValue).Count);
    }

    [Fact]
    public void Default_is_the_empty_set()
    {
        IntervalSet<uint> nothing = default;
        Assert.True(nothing.IsEmpty);
        Assert.Equal(UInt128.Zero, nothing.Count);
        Assert.False(nothing.Contains(0u));
        Assert.True(nothing.Contains(nothing));
        Assert.False(nothing.Overlaps(IntervalSet<uint>.Everything));
        Assert.Equal(nothing, IntervalSet<uint>.Everything.Except(IntervalSet<uint>.Everything));
        Assert.Equal(nothing, IntervalSet<uint>.Of([]));
        Assert.Equal(nothing, IntervalSet<uint>.Of(2, 1));
        Assert.Equal(nothing, nothing.Union(nothing));
        Assert.Equal("{}", nothing.ToString());
    }

    [Fact]
    public void Text_lists_the_intervals() =>
        Assert.Equal("{1-3, 7-7}", IntervalSet<uint>.Of([new(7, 7), new(1, 2), new(3, 3)]).ToString());

    [Fact]
    public void Making_a_set_leaves_what_it_is_made_of_alone()
    {
        Interval<uint>[] intervals = [new(5, 9), new(1, 6)];
        Assert.Equal("{1-9}", IntervalSet<uint>.Of(intervals).ToString());
        Assert.Equal([new(5, 9), new(1, 6)], intervals);
    }

    [Fact] // 60 rules of prefix lists with 1,000 entries each: linear, and an answer that is one of the operands is not copied
    public void Operations_that_change_nothing_allocate_nothing()
    {
        var many = IntervalSet<uint>.Of(Enumerable.Range(0, 1000).Select(i => new Interval<uint>((uint)i * 10, ((uint)i * 10) + 4)));
        var one = IntervalSet<uint>.Of(12, 13);
        var away = IntervalSet<uint>.Of(100_000, 200_000);
        var before = 0L;
        for (var i = 0; i < 2; i++) // the first round warms up
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            _ = many.Contains(one) && many.Overlaps(one) && many.Contains(many);
            _ = many.Except(away);
            _ = many.Intersect(IntervalSet<uint>.Everything);
            _ = many.Union(one);
            _ = one.Intersect(many);
            _ = one.Except(many);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>Ascending, none empty, none touching the next.</summary>
    internal static bool IsCanonical<T>(IntervalSet<T> set)
        where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
    {
        for (var i = 0; i < set.Intervals.Length; i++)
        {
            var (first, last) = (set.Intervals[i].First, set.Intervals[i].Last);
            if (first > last || (i > 0 && (first == T.Zero || set.Intervals[i - 1].Last >= first - T.One)))
            {
                return false;
            }
        }
        return true;
    }

    private static bool[] Model(ReadOnlySpan<Interval<byte>> intervals)
    {
        var model = new bool[256];
        foreach (var interval in intervals)
        {
            for (int i = interval.First; i <= interval.Last; i++)
            {
                model[i] = true;
            }
        }
        return model;
    }

    private static bool[] Combine(bool[] a, bool[] b, Func<bool, bool, bool> each)
    {
        var result = new bool[256];
        for (var i = 0; i < 256; i++)
        {
            result[i] = each(a[i], b[i]);
        }
        return result;
    }

    private static bool Agrees(bool[] model, IntervalSet<byte> set)
    {
        var count = model.Count(b => b);
        return IsCanonical(set) && Model(set.Intervals).AsSpan().SequenceEqual(model)
            && set.Count == (UInt128)count && set.IsEmpty == (count == 0);
    }
}
