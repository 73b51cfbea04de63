using CsCheck;
using SgWatch.Traffic;

namespace SgWatch.Tests.Traffic;

/// <summary>The model: six names and one that stands for all others, a bit each.</summary>
public sealed class NameSetTests
{
    private static readonly string[] Names = ["sg-1", "sg-2", "SG-1", "", "sg-10", "é"];

    private static readonly Gen<(int Model, NameSet Set)> AnySet = Gen.Int[0, 127].Select(model =>
    {
        var others = (model & 64) != 0;
        var named = NameSet.Of(Names.Where((_, i) => ((model >> i & 1) != 0) != others));
        return (model, others ? named.Complement() : named);
    });

    [Fact]
    public void Operations_agree_with_bits() => Gen.Select(AnySet, AnySet).Holds(pair =>
    {
        var ((a, x), (b, y)) = pair;
        return Model(x) == a && Model(x.Union(y)) == (a | b) && Model(x.Intersect(y)) == (a & b) && Model(x.Except(y)) == (a & ~b)
            && Model(x.Complement()) == (~a & 127)
            && x.Contains(y) == ((b & ~a) == 0) && x.Overlaps(y) == ((a & b) != 0) && x.IsEmpty == (a == 0)
            && (x == y) == (a == b) && (x != y) == (a != b) && (a != b || x.GetHashCode() == y.GetHashCode());
    });

    [Fact]
    public void Equal_sets_come_out_equal_however_they_are_made() => Gen.Select(AnySet, AnySet).Holds(pair =>
    {
        var (x, y) = (pair.Item1.Set, pair.Item2.Set);
        return x.Except(y).Union(x.Intersect(y)) == x && x.Complement().Complement() == x && x.Union(x.Complement()) == NameSet.Everything;
    });

    [Fact]
    public void Default_is_the_empty_set()
    {
        Assert.True(default(NameSet).IsEmpty);
        Assert.Equal(NameSet.Of(), default);
        Assert.False(default(NameSet).Contains("sg-1"));
        Assert.Equal(NameSet.Everything, default(NameSet).Complement());
        Assert.Equal("{}", default(NameSet).ToString());
        Assert.Equal("all but {sg-1, sg-2}", NameSet.Of("sg-2", "sg-1", "sg-1").Complement().ToString());
    }

    [Fact]
    public void Sets_of_one_name_each_have_different_hashes() => // except for a few, because it has 32 bits
        Assert.InRange(Enumerable.Range(0, 1000).Select(i => NameSet.Of($"sg-{i}").GetHashCode()).Distinct().Count(), 990, 1000);

    private static int Model(NameSet set) =>
        Names.Select((name, i) => set.Contains(name) ? 1 << i : 0).Sum() | (set.Contains("another") ? 64 : 0);
}
