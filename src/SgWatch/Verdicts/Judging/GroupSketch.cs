using System.Buffers;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Judging;

/// <summary>A quick look at a group's rules, without making sets of them: most groups comply, and are done with here.</summary>
/// <remarks>Errs to one side: it may say that a guardrail may be broken where it isn't, never that it isn't where it is.</remarks>
internal readonly ref struct GroupSketch
{
    private readonly RuleSketch[] _rules;
    private readonly int _count;
    private readonly WorldOpen _worldOpen;
    private readonly bool _mayBeOpen; // whether all rules of a direction together have as many public addresses as the world

    public GroupSketch(SecurityGroup group, WorldOpen worldOpen)
    {
        _worldOpen = worldOpen;
        _count = group.Rules.Length;
        _rules = ArrayPool<RuleSketch>.Shared.Rent(_count);
        var (ingress, egress) = (default(Counts), default(Counts));
        for (var i = 0; i < _count; i++)
        {
            var sketch = RuleSketch.Of(group.Rules[i]);
            _rules[i] = sketch;
            if (FlowSpace.IsEgress(sketch.First))
            {
                egress.Add(sketch);
            }
            else
            {
                ingress.Add(sketch);
            }
        }
        _mayBeOpen = ingress.IsOpen(worldOpen) || egress.IsOpen(worldOpen);
    }

    /// <summary>Whether the group has to be looked at closely.</summary>
    public bool MayBreak(GuardrailSets sets)
    {
        if (!sets.Required.IsEmpty)
        {
            return true;
        }
        var (looksAtWorld, counts) = (_mayBeOpen && !sets.MayBeWorld.IsEmpty, default(Counts));
        for (var i = 0; i < _count; i++)
        {
            ref readonly var rule = ref _rules[i];
            if (rule.IsNamed || rule.Touches(sets.MayBeForbidden))
            {
                return true;
            }
            if (looksAtWorld && rule.HasPublic && rule.Touches(sets.MayBeWorld))
            {
                counts.Add(rule);
            }
        }
        return counts.IsOpen(_worldOpen);
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose() => ArrayPool<RuleSketch>.Shared.Return(_rules, clearArray: true);

    /// <summary>How many public addresses some rules have at most, were they all different ones.</summary>
    private struct Counts
    {
        private ulong _ipv4;
        private UInt128 _ipv6;

        public void Add(in RuleSketch rule)
        {
            if (rule.HasPublic)
            {
                _ipv4 += rule.IsIpv4 ? (ulong)rule.LastAddress - (ulong)rule.FirstAddress + 1 : 0;
                var more = rule.IsIpv4 ? 0 : rule.LastAddress - rule.FirstAddress;
                _ipv6 = more >= UInt128.MaxValue - 1 - _ipv6 ? UInt128.MaxValue - 1 : _ipv6 + more + (rule.IsIpv4 ? 0u : 1u);
            }
        }

        public readonly bool IsOpen(WorldOpen worldOpen) => _ipv4 >= worldOpen.ThresholdIpv4 || _ipv6 >= worldOpen.ThresholdIpv6;
    }
}
