using System.Collections.Concurrent;
using SgWatch.Policies;
using SgWatch.Rules;

namespace SgWatch.Verdicts.Judging;

/// <summary>A guardrail with its sets kept, for each way in which its selectors can come out, so that many groups are judged quickly.</summary>
/// <remarks>Safe for many threads. Sets that depend on prefix lists aren't kept, for lists change.</remarks>
internal sealed class CompiledGuardrail
{
    private const int MaxKept = 1000; // ways in which selectors came out; beyond, sets are made anew each time

    private readonly List<PatternEntry> _always = [];
    private readonly List<(PatternEntry Entry, int Exemption)> _sometimes = []; // -1: the guardrail's own
    private readonly ConcurrentDictionary<ulong, GuardrailSets> _kept = [];
    private readonly bool _hasLists;

    public CompiledGuardrail(Policy policy, Guardrail guardrail)
    {
        Guardrail = guardrail;
        IsForEveryGroup = guardrail.Groups.IsEveryGroup;
        IsEnforced = (guardrail.Mode ?? policy.Mode) == PolicyMode.Enforce;
        Add(guardrail.Forbid, PatternUse.Forbid, -1);
        Add(guardrail.Allow, PatternUse.Allow, -1);
        Add(guardrail.Require, PatternUse.Require, -1);
        for (var i = 0; i < policy.Exemptions.Length; i++)
        {
            Add(policy.Exemptions[i].Allow, PatternUse.Allow, i);
        }
        _hasLists = _always.Concat(_sometimes.Select(s => s.Entry)).Any(entry => !entry.Pattern.PrefixLists.IsEmpty);
        Constant = _sometimes.Count == 0 && !_hasLists ? Make(0) : null;
    }

    public Guardrail Guardrail { get; }

    /// <summary>Whether what it finds is acted on at all.</summary>
    public bool IsEnforced { get; }

    /// <summary>Its sets, where they are the same for every group that it selects; null where they depend on the group, the day or prefix lists.</summary>
    public GuardrailSets? Constant { get; }

    private bool IsForEveryGroup { get; }

    public bool Selects(SecurityGroup group) => IsForEveryGroup || Guardrail.Groups.Selects(group);

    /// <summary>The guardrail's sets for a group that it selects.</summary>
    /// <param name="group">The group.</param>
    /// <param name="prefixLists">The entries of prefix lists.</param>
    /// <param name="exempts">Which of the policy's exemptions are in force and select the group, by place.</param>
    public GuardrailSets For(SecurityGroup group, PrefixLists prefixLists, ReadOnlySpan<bool> exempts)
    {
        if (_hasLists || _sometimes.Count > 64)
        {
            var standing = new List<PatternEntry>(_always);
            foreach (var (entry, exemption) in _sometimes)
            {
                if (Stands(entry, exemption, group, exempts))
                {
                    standing.Add(entry);
                }
            }
            return GuardrailSets.Of(standing, prefixLists);
        }
        var key = 0UL;
        for (var i = 0; i < _sometimes.Count; i++)
        {
            key |= Stands(_sometimes[i].Entry, _sometimes[i].Exemption, group, exempts) ? 1UL << i : 0;
        }
        return _kept.TryGetValue(key, out var kept) ? kept : Make(key);
    }

    private GuardrailSets Make(ulong key)
    {
        var sets = GuardrailSets.Of([.. _always, .. _sometimes.Where((_, i) => (key & 1UL << i) != 0).Select(s => s.Entry)], PrefixLists.None);
        if (_kept.Count < MaxKept)
        {
            _kept.TryAdd(key, sets);
        }
        return sets;
    }

    private void Add(IEnumerable<Pattern> patterns, PatternUse use, int exemption)
    {
        foreach (var pattern in patterns)
        {
            if (exemption < 0 && pattern.Groups.IsEveryGroup)
            {
                _always.Add(new(pattern, use));
            }
            else
            {
                _sometimes.Add((new(pattern, use), exemption));
            }
        }
    }

    private static bool Stands(PatternEntry entry, int exemption, SecurityGroup group, ReadOnlySpan<bool> exempts) =>
        (exemption < 0 || exempts[exemption]) && entry.Pattern.Groups.Selects(group);
}
