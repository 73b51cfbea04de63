using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using SgWatch.Rules;

namespace SgWatch.Policies;

/// <summary>A policy made ready to judge many groups. Made once for each policy, and forgotten with it.</summary>
internal sealed class CompiledPolicy
{
    private static readonly ConditionalWeakTable<Policy, CompiledPolicy> All = [];

    private readonly Policy _policy;

    private CompiledPolicy(Policy policy)
    {
        _policy = policy;
        Guardrails = [.. policy.Guardrails.Select(guardrail => new CompiledGuardrail(policy, guardrail))];
    }

    public ImmutableArray<CompiledGuardrail> Guardrails { get; }

    public WorldOpen WorldOpen => _policy.WorldOpen;

    public static CompiledPolicy Of(Policy policy) => All.GetValue(policy, static made => new(made));

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
