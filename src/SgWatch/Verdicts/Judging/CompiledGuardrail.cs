using System.Collections.Concurrent;
using SgWatch.Policies;
using SgWatch.Rules;

namespace SgWatch.Verdicts.Judging;

/// <summary>A guardrail with its sets cached, so that many groups are judged quickly.</summary>
/// <remarks>
/// There is one entry for each combination of the selectors and exemptions that apply. Safe for several threads.
/// Sets that depend on prefix lists aren't cached, because lists change.
/// </remarks>
internal sealed class CompiledGuardrail
{
    private const int MaxCached = 1000; // combinations; the sets of further ones are made each time
    private const int MaxConditions = 64; // a combination is one bit for each conditional pattern
    private const int OwnPattern = -1; // in place of the index of an exemption

    private readonly List<PatternEntry> _unconditional = [];
    private readonly List<(PatternEntry Entry, int Exemption)> _conditional = [];
    private readonly ConcurrentDictionary<ulong, GuardrailSets> _cached = [];
    private readonly bool _hasLists;

    public CompiledGuardrail(Policy policy, Guardrail guardrail)
    {
        Guardrail = guardrail;
        IsForEveryGroup = guardrail.Groups.IsEveryGroup;
        IsEnforced = (guardrail.Mode ?? policy.Mode) == PolicyMode.Enforce;
        Add(guardrail.Forbid, PatternUse.Forbid, OwnPattern);
        Add(guardrail.Allow, PatternUse.Allow, OwnPattern);
        Add(guardrail.Require, PatternUse.Require, OwnPattern);
        for (var i = 0; i < policy.Exemptions.Length; i++)
        {
            Add(policy.Exemptions[i].Allow, PatternUse.Allow, i);
        }
        _hasLists = _unconditional.Concat(_conditional.Select(c => c.Entry)).Any(entry => !entry.Pattern.PrefixLists.IsEmpty);
        Constant = _conditional.Count == 0 && !_hasLists ? Make(0) : null;
    }

    public Guardrail Guardrail { get; }

    /// <summary>Whether its findings are acted on at all.</summary>
    public bool IsEnforced { get; }

    /// <summary>Its sets, if they are the same for every group that it selects. Null if they depend on the group, the day or prefix
    /// lists.</summary>
    public GuardrailSets? Constant { get; }

    private bool IsForEveryGroup { get; }

    public bool Selects(SecurityGroup group) => IsForEveryGroup || Guardrail.Groups.Selects(group);

    /// <summary>The guardrail's sets for a group that it selects.</summary>
    /// <param name="group">The group.</param>
    /// <param name="prefixLists">The entries of prefix lists.</param>
    /// <param name="exempts">For each of the policy's exemptions, whether it is in force and selects the group.</param>
    public GuardrailSets For(SecurityGroup group, PrefixLists prefixLists, ReadOnlySpan<bool> exempts)
    {
        if (_hasLists || _conditional.Count > MaxConditions)
        {
            var applying = new List<PatternEntry>(_unconditional);
            foreach (var (entry, exemption) in _conditional)
            {
                if (Applies(entry, exemption, group, exempts))
                {
                    applying.Add(entry);
                }
            }
            return GuardrailSets.Of(applying, prefixLists);
        }
        var combination = 0UL;
        for (var i = 0; i < _conditional.Count; i++)
        {
            combination |= Applies(_conditional[i].Entry, _conditional[i].Exemption, group, exempts) ? 1UL << i : 0;
        }
        return _cached.TryGetValue(combination, out var cached) ? cached : Make(combination);
    }

    private GuardrailSets Make(ulong combination)
    {
        var applying = _conditional.Where((_, i) => (combination & 1UL << i) != 0).Select(c => c.Entry);
        var sets = GuardrailSets.Of([.. _unconditional, .. applying], PrefixLists.None);
        if (_cached.Count < MaxCached)
        {
            _cached.TryAdd(combination, sets);
        }
        return sets;
    }

    private void Add(IEnumerable<Pattern> patterns, PatternUse use, int exemption)
    {
        foreach (var pattern in patterns)
        {
            if (exemption == OwnPattern && pattern.Groups.IsEveryGroup)
            {
                _unconditional.Add(new(pattern, use));
            }
            else
            {
                _conditional.Add((new(pattern, use), exemption));
            }
        }
    }

    private static bool Applies(PatternEntry entry, int exemption, SecurityGroup group, ReadOnlySpan<bool> exempts) =>
        (exemption == OwnPattern || exempts[exemption]) && entry.Pattern.Groups.Selects(group);
}
