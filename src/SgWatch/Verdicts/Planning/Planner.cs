using System.Collections.Immutable;
using SgWatch.Rules;
using SgWatch.Traffic;
using SgWatch.Verdicts.Judging;

namespace SgWatch.Verdicts.Planning;

/// <summary>Makes a plan from findings. Judged again for the same cause, the changed group needs no further change.</summary>
/// <remarks>
/// The plan is tried on a copy of the group, which is judged again. Otherwise it could revoke what another guardrail requires, or restore
/// what another guardrail forbids. Guardrails don't weaken each other, so what is forbidden isn't restored, and the missing traffic is
/// only an alert.
/// </remarks>
/// <param name="case">What is judged.</param>
internal sealed class Planner(Case @case)
{
    private const int MaxSteps = 20; // two or three steps are all that real policies take
    private const int MaxRounds = 5;

    private static readonly IReadOnlySet<SecurityGroupRule> NoneRestored = ImmutableHashSet<SecurityGroupRule>.Empty;

    private readonly List<Finding> _findings = [];
    private readonly HashSet<SecurityGroupRule> _restored = new(ReferenceEqualityComparer.Instance);
    private readonly NarrowedStandings _standings = new(@case.Standings);
    private TrafficSet _refused;

    public Verdict Plan(ImmutableArray<Finding> findings)
    {
        var changed = @case.Group;
        for (var round = 0; round < MaxRounds; round++)
        {
            var before = changed;
            (changed, var hasRestored) = Improve(changed, findings, isFirst: round == 0);
            if (!hasRestored || changed.Rules.SequenceEqual(before.Rules))
            {
                break; // the last judgement found nothing left to do, or everything that was tried was taken back
            }
            // Some traffic was refused only because of rules that were later withdrawn. It may be right now, and the next inspection would
            // find it missing. So the result is judged once more.
            findings = Judge(changed, NoneRestored);
        }
        var plan = Difference(changed);
        var revoke = References(plan.Revoke);
        return new(@case.Group, [.. Final(changed).Select(finding => Stays(finding, revoke) ? LeftAlone(finding) : finding)], plan);
    }

    private ImmutableArray<Finding> Judge(SecurityGroup changed, IReadOnlySet<SecurityGroupRule> restored) =>
        GroupJudge.Findings(@case with { Group = changed, Standings = _standings }, restored);

    private (SecurityGroup Changed, bool HasRestored) Improve(SecurityGroup changed, ImmutableArray<Finding> findings, bool isFirst)
    {
        var restored = new HashSet<SecurityGroupRule>(ReferenceEqualityComparer.Instance);
        var refused = default(TrafficSet);
        var step = PlanStep.Of(changed, @case.PrefixLists, findings, refused);
        if (isFirst)
        {
            _findings.AddRange(step.Findings); // no later step finds another fault in a rule of the group
        }
        for (var i = 0; i < MaxSteps && !step.IsEmpty; i++)
        {
            changed = step.ApplyTo(changed);
            _standings.Add(step.Narrowed);
            restored.UnionWith(step.Restored);
            _restored.UnionWith(step.Restored);
            findings = Judge(changed, restored);
            var unrestorable = findings
                .Where(finding => finding.IsActedOn && finding.Rule is { } rule && restored.Contains(rule))
                .Aggregate(default(TrafficSet), (traffic, finding) => traffic.Union(finding.Unrestorable));
            refused = refused.Union(unrestorable);
            // No rule of the group may be revoked because of a restored rule that is refused. So these are withdrawn first, and the rest is
            // judged again.
            step = unrestorable.IsEmpty
                ? PlanStep.Of(changed, @case.PrefixLists, findings, refused)
                : PlanStep.Withdraw(changed, @case.PrefixLists, restored, refused);
        }
        _refused = _refused.Union(refused);
        return (changed, restored.Count > 0);
    }

    // A rule that would be revoked and authorized again unchanged stays. EC2 would refuse the new one while the old one is there.
    private Plan Difference(SecurityGroup after)
    {
        var (before, now) = (References(@case.Group.Rules), References(after.Rules));
        var revoke = @case.Group.Rules.Where(rule => !now.Contains(rule)).ToList();
        var authorize = after.Rules.Where(rule => !before.Contains(rule)).ToList();
        var unchanged = revoke.Where(rule => authorize.RemoveAll(rule.HasSameTraffic) > 0).ToList();
        revoke.RemoveAll(unchanged.Contains);
        return new([.. revoke], [.. authorize]) { Replacements = [.. revoke.SelectMany(old => Replacements(old, authorize))] };
    }

    // what restores missing traffic takes nobody's place: it must hold back no revoke
    private IEnumerable<Plan.Replacement> Replacements(SecurityGroupRule old, List<SecurityGroupRule> authorize) => authorize
        .Where(rest => !_restored.Contains(rest)
            && AdmittedTraffic.Of(rest, @case.PrefixLists).Overlaps(AdmittedTraffic.Of(old, @case.PrefixLists)))
        .Select(rest => new Plan.Replacement(old, rest));

    private static bool Stays(Finding finding, HashSet<SecurityGroupRule> revoke) =>
        finding is { IsActedOn: true, Rule: { } rule } && !revoke.Contains(rule);

    private static Finding LeftAlone(Finding finding) => finding with
    {
        Action = FindingAction.None,
        Why = $"{finding.Why}; it breaks nothing once the other rules are gone, and another guardrail requires it, so it stays",
    };

    // the findings, in which missing traffic has the action that the plan really takes
    private IEnumerable<Finding> Final(SecurityGroup after)
    {
        var admits = new Lazy<TrafficSet>(() => after.Rules.Aggregate(
            default(TrafficSet), (all, rule) => all.Union(AdmittedTraffic.Of(rule, @case.PrefixLists))));
        foreach (var finding in _findings)
        {
            if (finding.Action != FindingAction.Restore || finding.Violates.Except(admits.Value).IsEmpty)
            {
                yield return finding;
                continue;
            }
            var isPart = finding.Violates.Overlaps(admits.Value);
            yield return finding with
            {
                Action = isPart ? FindingAction.Restore : FindingAction.Alert,
                Why = $"{finding.Why}; {WhyNotRestored(finding, isPart)}",
            };
        }
    }

    private string WhyNotRestored(Finding finding, bool isPart) =>
        isPart ? "another guardrail forbids a part of it, which isn't restored"
        : finding.Restores(_refused).IsEmpty ? "another guardrail forbids it, so it isn't restored"
        : $"it would take more than {PlanStep.MaxRestored} rules, so it isn't restored";

    private static HashSet<SecurityGroupRule> References(ImmutableArray<SecurityGroupRule> rules)
    {
        var set = new HashSet<SecurityGroupRule>(ReferenceEqualityComparer.Instance);
        set.UnionWith(rules);
        return set;
    }
}
