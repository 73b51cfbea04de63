using System.Collections.Immutable;
using SgWatch.Policies;

namespace SgWatch.Verdicts.Baselines;

/// <summary>What the guard remembers of an account and region as a whole.</summary>
/// <param name="DeployedAt">When the guard was deployed. A call from before that time is no news.</param>
/// <param name="FirstSweepAt">When the first sweep began.</param>
public sealed record RegionMemory(DateTimeOffset DeployedAt, DateTimeOffset FirstSweepAt)
{
    private static readonly TimeSpan FormerMeanings = TimeSpan.FromDays(30);
    private static readonly TimeSpan SecondPass = TimeSpan.FromMinutes(50); // sweeps come each hour, by a clock of their own
    private static readonly TimeSpan UnknownCalls = TimeSpan.FromDays(1);

    /// <summary>When the first listing had shown every group. Null while it hasn't.</summary>
    public DateTimeOffset? ListedAt { get; init; }

    /// <summary>When a later pass brought nothing unknown, so that the first look is complete. Null while it isn't.</summary>
    public DateTimeOffset? CompleteAt { get; init; }

    /// <summary>When people were notified of what the first listing had shown. Null while they weren't.</summary>
    public DateTimeOffset? FirstLookToldAt { get; init; }

    /// <summary>People were notified of the entries that entered the baseline until then. Null before the first digest.</summary>
    public DateTimeOffset? DigestedUntil { get; init; }

    /// <summary>How many copies of this memory were begun. A copy with a higher number is of a later memory.</summary>
    public long Copies { get; init; }

    /// <summary>The guardrails, also those that the policy has lost.</summary>
    public ImmutableArray<KnownGuardrail> Guardrails { get; init; } = [];

    /// <summary>Whether a rule may still be one that was there before the guard, if no call is known that made it.</summary>
    public bool IsFirstLook(DateTimeOffset now) => CompleteAt is null || now < FirstSweepAt + UnknownCalls;

    /// <summary>The same after a sweep that saw every group and settled all of them.</summary>
    /// <param name="at">When it ended.</param>
    /// <param name="hasUnknown">Whether it found a rule that may have been there before the guard, and that no listing had shown.</param>
    public RegionMemory AfterSweep(DateTimeOffset at, bool hasUnknown) =>
        ListedAt is not { } listedAt ? this with { ListedAt = at }
        : CompleteAt is null && !hasUnknown && at - listedAt >= SecondPass ? this with { CompleteAt = at }
        : this;

    /// <summary>The guardrail as it is known here. One that isn't known yet came with the policy.</summary>
    /// <param name="guardrail">The guardrail.</param>
    /// <param name="policy">Its policy.</param>
    public KnownGuardrail Find(Guardrail guardrail, Policy policy) =>
        Guardrails.FirstOrDefault(known => known.Name == guardrail.Name && known.GoneSince is null)
        ?? new(guardrail.Name, guardrail.Name, GuardrailMeaning.Of(guardrail, policy.WorldOpen), DateTimeOffset.MinValue);

    /// <summary>The same after a look at the policy, with its new, renamed, changed, newly enforced and lost guardrails.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="writtenAt">When the policy object was written.</param>
    public RegionMemory Under(Policy policy, DateTimeOffset writtenAt)
    {
        var left = Guardrails.ToList();
        var known = new List<KnownGuardrail>();
        var named = policy.Guardrails.Select(guardrail => Take(left, other => other.Name == guardrail.Name)).ToList();
        for (var i = 0; i < named.Count; i++)
        {
            var guardrail = policy.Guardrails[i];
            var meaning = GuardrailMeaning.Of(guardrail, policy.WorldOpen);
            var before = named[i] ?? Take(left, other => other.Meaning == meaning || other.Former.Any(its => its.Meaning == meaning));
            var now = before is null
                ? new KnownGuardrail(FreeId(guardrail.Name, [.. known, .. left]), guardrail.Name, meaning, writtenAt)
                : Changed(before with { Name = guardrail.Name, GoneSince = null }, meaning, writtenAt);
            known.Add(policy.Enforces(guardrail) ? now with { EnforcedSince = now.EnforcedSince ?? writtenAt } : now);
        }
        var gone = left.Select(other => other with { GoneSince = other.GoneSince ?? writtenAt })
            .Where(other => other.GoneSince > writtenAt - FormerMeanings);
        ImmutableArray<KnownGuardrail> all = [.. known, .. gone];
        return Guardrails.SequenceEqual(all) ? this : this with { Guardrails = all };
    }

    private static KnownGuardrail Changed(KnownGuardrail before, string meaning, DateTimeOffset at)
    {
        if (before.Meaning == meaning)
        {
            return before;
        }
        var former = before.Former.Where(other => other.Until > at - FormerMeanings).ToImmutableArray();
        var again = former.FirstOrDefault(other => other.Meaning == meaning);
        return before with
        {
            Meaning = meaning,
            Since = again.Meaning is null ? at : again.Since,
            Former = [.. former.Where(other => other.Meaning != meaning), (before.Meaning, before.Since, at)],
        };
    }

    private static KnownGuardrail? Take(List<KnownGuardrail> from, Func<KnownGuardrail, bool> isIt)
    {
        var found = from.Find(other => isIt(other));
        if (found is not null)
        {
            from.Remove(found);
        }
        return found;
    }

    // a renamed guardrail keeps its id, so another may later get the name
    private static string FreeId(string name, IReadOnlyCollection<KnownGuardrail> others)
    {
        var id = name;
        for (var i = 2; others.Any(other => other.Id == id); i++)
        {
            id = $"{name}#{i}";
        }
        return id;
    }
}
