using SgWatch.Simulation.Plain;

namespace SgWatch.Simulation.World;

/// <summary>The policies in the order in which they were written.</summary>
internal sealed class PolicyTimeline
{
    private readonly List<(DateTimeOffset At, PlainPolicy Policy)> _policies = [];

    public (DateTimeOffset At, PlainPolicy Policy) Current => _policies[^1];

    public void Write(DateTimeOffset at, PlainPolicy policy) => _policies.Add((at, policy));

    /// <summary>The policies that a process may have read within a time.</summary>
    public IEnumerable<PlainPolicy> Within(DateTimeOffset from, DateTimeOffset to) => _policies
        .Where((policy, i) => policy.At <= to && (i == _policies.Count - 1 || _policies[i + 1].At >= from))
        .Select(policy => policy.Policy);

    /// <summary>When a policy was last written within a time. Null if none was.</summary>
    public DateTimeOffset? LastWritten(DateTimeOffset from, DateTimeOffset to) =>
        _policies.FindLast(policy => policy.At >= from && policy.At <= to) is { Policy: not null } found ? found.At : null;

    /// <summary>When a meaning first held. Null if it never did.</summary>
    public DateTimeOffset? FirstHeld(string meaning) => First(meaning, static _ => true);

    /// <summary>When it was first enforced.</summary>
    public DateTimeOffset? FirstEnforced(string meaning) => First(meaning, static guardrail => !guardrail.IsObserving);

    /// <summary>Whether a meaning was the same all the time, enforced or not.</summary>
    public bool HeldAllAlong(string meaning, DateTimeOffset from, DateTimeOffset to) =>
        Within(from, to).All(policy => policy.Guardrails.Any(guardrail => guardrail.Meaning == meaning));

    private DateTimeOffset? First(string meaning, Func<PlainGuardrail, bool> isIt)
    {
        var found = _policies.Where(policy => policy.Policy.Guardrails.Any(guardrail => guardrail.Meaning == meaning && isIt(guardrail)));
        return found.Any() ? found.First().At : null;
    }
}
