using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using SgWatch.Policies;
using SgWatch.Rules;

namespace SgWatch.Verdicts.Judging;

/// <summary>A policy prepared to judge many groups. It is made once for each policy and lives as long as the policy does.</summary>
internal sealed class CompiledPolicy
{
    /// <summary>How many guardrails a mask can name: one bit each.</summary>
    public const int MaxMask = 64;

    private const int MaxCached = 1000; // combinations of guardrails; the sets of further ones are made each time

    private static readonly ConditionalWeakTable<Policy, CompiledPolicy> All = [];

    private readonly Policy _policy;
    private readonly ConcurrentDictionary<ulong, GuardrailSets> _combined = [];

    private CompiledPolicy(Policy policy)
    {
        _policy = policy;
        Guardrails = [.. policy.Guardrails.Select(guardrail => new CompiledGuardrail(policy, guardrail))];
    }

    public ImmutableArray<CompiledGuardrail> Guardrails { get; }

    public WorldOpen WorldOpen => _policy.WorldOpen;

    public static CompiledPolicy Of(Policy policy) => All.GetValue(policy, static made => new(made));

    /// <summary>What several guardrails with constant sets forbid and require, as if they were one.</summary>
    /// <param name="selected">A mask of them: bit 0 is the policy's first guardrail.</param>
    public GuardrailSets Combined(ulong selected)
    {
        if (_combined.TryGetValue(selected, out var cached))
        {
            return cached;
        }
        var sets = GuardrailSets.Combined(Guardrails
            .Where((_, i) => i < MaxMask && (selected & 1UL << i) != 0)
            .Select(guardrail => guardrail.Constant!));
        if (_combined.Count < MaxCached)
        {
            _combined.TryAdd(selected, sets);
        }
        return sets;
    }

    /// <summary>For each exemption, whether it is in force and selects the group. Empty if the policy has none.</summary>
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
