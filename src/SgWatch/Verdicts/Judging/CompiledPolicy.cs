using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using SgWatch.Policies;
using SgWatch.Rules;

namespace SgWatch.Verdicts.Judging;

/// <summary>A policy made ready to judge many groups. Made once for each policy, and forgotten with it.</summary>
internal sealed class CompiledPolicy
{
    private static readonly ConditionalWeakTable<Policy, CompiledPolicy> All = [];

    private const int MaxKept = 1000; // combinations of guardrails; beyond, sets are made anew each time

    private readonly Policy _policy;
    private readonly ConcurrentDictionary<ulong, GuardrailSets> _together = [];

    private CompiledPolicy(Policy policy)
    {
        _policy = policy;
        Guardrails = [.. policy.Guardrails.Select(guardrail => new CompiledGuardrail(policy, guardrail))];
    }

    public ImmutableArray<CompiledGuardrail> Guardrails { get; }

    public WorldOpen WorldOpen => _policy.WorldOpen;

    public static CompiledPolicy Of(Policy policy) => All.GetValue(policy, static made => new(made));

    /// <summary>All that some guardrails with constant sets say, as if they were one.</summary>
    /// <param name="selected">Which, by place: bit 0 is the first. Only the first 64 can be told so.</param>
    public GuardrailSets Together(ulong selected)
    {
        if (_together.TryGetValue(selected, out var kept))
        {
            return kept;
        }
        var sets = GuardrailSets.Together(Guardrails.Where((guardrail, i) => i < 64 && (selected & 1UL << i) != 0).Select(guardrail => guardrail.Constant!));
        if (_together.Count < MaxKept)
        {
            _together.TryAdd(selected, sets);
        }
        return sets;
    }

    /// <summary>Which exemptions are in force and select the group, by place; empty where the policy has none.</summary>
    public bool[] ExemptionsOf(SecurityGroup group, DateTimeOffset now)
    {
        if (_policy.Exemptions.IsEmpty)
        {
            return [];
        }
        var exempts = new bool[_policy.Exemptions.Length];
        for (var i = 0; i < exempts.Length; i++)
        {
            exempts[i] = _policy.Exemptions[i].IsInForce(now) && _policy.Exemptions[i].Groups.Selects(group);
        }
        return exempts;
    }
}
