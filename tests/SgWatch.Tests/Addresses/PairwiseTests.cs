using CsCheck;
using SgWatch.Addresses;

namespace SgWatch.Tests.Addresses;

public sealed class PairwiseTests
{
    [Fact]
    public void All_are_combined_in_order_whatever_their_number() => Gen.Char['a', 'z'].Array[1, 70].Holds(letters =>
    {
        var texts = letters.Select(letter => new Text(letter.ToString()));
        return Pairwise.Combine(texts, (a, b) => new(a.Value + b.Value)).Value == new string(letters);
    }, cases: 1_000);

    [Fact]
    public void None_is_the_default() => Assert.Equal(0, Pairwise.Combine(Array.Empty<int>(), (a, b) => a + b));

    [Fact]
    public void As_many_blocks_as_a_policy_can_hold_cost_little_more_each_than_a_few()
    {
        var steps = 0;
        Pairwise.Combine(Enumerable.Range(0, 65_536).Select(i => IntervalSet<uint>.Of((uint)i * 2, (uint)i * 2)), (a, b) =>
        {
            steps += a.Intervals.Length + b.Intervals.Length;
            return a.Union(b);
        });

        Assert.Equal(65_536 * 16, steps); // each once in each of log2(65,536) rounds
    }

    private readonly record struct Text(string Value);
}
