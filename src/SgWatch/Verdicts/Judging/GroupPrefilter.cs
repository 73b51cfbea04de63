using System.Buffers;
using SgWatch.Addresses;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Judging;

/// <summary>A quick check of a group's rules without making sets of them. It finds that most groups comply.</summary>
/// <remarks>It errs to one side only: it may suspect a guardrail that isn't broken, but it never clears one that is.</remarks>
internal readonly ref struct GroupPrefilter
{
    private readonly RuleBounds[] _rules;
    private readonly int _count;
    private readonly WorldOpen _worldOpen;
    private readonly bool _mayBeOpen; // whether the rules of one direction can have enough public addresses for the world

    public GroupPrefilter(SecurityGroup group, WorldOpen worldOpen)
    {
        _worldOpen = worldOpen;
        _count = group.Rules.Length;
        _rules = ArrayPool<RuleBounds>.Shared.Rent(_count);
        var (ingress, egress) = (default(Counts), default(Counts));
        for (var i = 0; i < _count; i++)
        {
            var bounds = RuleBounds.Of(group.Rules[i]);
            _rules[i] = bounds;
            if (FlowSpace.IsEgress(bounds.First))
            {
                egress.Add(bounds);
            }
            else
            {
                ingress.Add(bounds);
            }
        }
        _mayBeOpen = ingress.IsOpen(worldOpen) || egress.IsOpen(worldOpen);
    }

    /// <summary>Whether the group may break a guardrail of these sets, so that it has to be judged exactly.</summary>
    public bool MayBreak(GuardrailSets sets)
    {
        if (!sets.Required.IsEmpty)
        {
            return true;
        }
        var (checksWorld, counts) = (_mayBeOpen && !sets.PossiblyWorld.IsEmpty, default(Counts));
        for (var i = 0; i < _count; i++)
        {
            ref readonly var rule = ref _rules[i];
            if (rule.IsNamed || rule.Touches(sets.PossiblyForbidden))
            {
                return true;
            }
            if (checksWorld && rule.HasPublic && rule.Touches(sets.PossiblyWorld))
            {
                counts.Add(rule);
            }
        }
        return counts.IsOpen(_worldOpen);
    }

    /// <summary>Returns the rented buffer.</summary>
    public void Dispose() => ArrayPool<RuleBounds>.Shared.Return(_rules, clearArray: true);

    /// <summary>The most public addresses that some rules can have together: the sum, as if no two rules overlapped.</summary>
    private struct Counts
    {
        private ulong _ipv4;
        private UInt128 _ipv6;

        public void Add(in RuleBounds rule)
        {
            if (rule.HasPublic)
            {
                _ipv4 += rule.IsIpv4
                    ? (ulong)rule.LastAddress - (ulong)rule.FirstAddress + 1
                    : Nat64.CountIn(rule.FirstAddress, rule.LastAddress);
                var more = rule.IsIpv4 ? 0 : rule.LastAddress - rule.FirstAddress;
                _ipv6 = more >= UInt128.MaxValue - 1 - _ipv6 ? UInt128.MaxValue - 1 : _ipv6 + more + (rule.IsIpv4 ? 0u : 1u);
            }
        }

        public readonly bool IsOpen(WorldOpen worldOpen) => _ipv4 >= worldOpen.ThresholdIpv4 || _ipv6 >= worldOpen.ThresholdIpv6;
    }
}
