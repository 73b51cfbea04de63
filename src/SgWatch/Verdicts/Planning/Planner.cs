using System.Collections.Immutable;
using SgWatch.Rules;
using SgWatch.Traffic;
using SgWatch.Verdicts.Judging;

namespace SgWatch.Verdicts.Planning;

/// <summary>From findings to a plan after which, judged again on the same occasion, the group needs no further change.</summary>
/// <remarks>
/// The plan is tried on a copy of the group, which is judged again: a rule that goes may take away what another guardrail requires, and a
/// rule that comes because one guardrail requires it may be forbidden by another. Guardrails don't weaken each other, so what is forbidden
/// isn't restored; the missing traffic is alerted then.
/// </remarks>
/// <param name="case">What is judged.</param>
internal sealed class Planner(Case @case)
{
    private const int MaxSteps = 20; // two or three are all that policies of people take
    private const int MaxRounds = 5;

    private static readonly IReadOnlySet<SecurityGroupRule> NoneRestored = ImmutableHashSet<SecurityGroupRule>.Empty;

    private readonly List<Finding> _told = [];
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
                break; // the last look at it, with nothing restored, left nothing to do; or all that was tried had to be taken back
            }
            // what was refused beside what one guardrail wanted may be right once that has been given up: whoever judges the group next would find it
            findings = Judge(changed, NoneRestored);
        }
        var plan = Difference(changed);
        var going = References(plan.Revoke);
        return new(@case.Group, [.. Settled(changed).Select(finding => Stays(finding, going) ? Kept(finding) : finding)], plan);
    }

    private ImmutableArray<Finding> Judge(SecurityGroup changed, IReadOnlySet<SecurityGroupRule> restored) =>
        GroupJudge.Findings(@case with { Group = changed }, restored);

    private (SecurityGroup Changed, bool HasRestored) Improve(SecurityGroup changed, ImmutableArray<Finding> findings, bool isFirst)
    {
        var restored = new HashSet<SecurityGroupRule>(ReferenceEqualityComparer.Instance);
        var refused = default(TrafficSet);
        var step = PlanStep.Of(changed, @case.PrefixLists, findings, refused);
        _told.AddRange(isFirst ? step.Findings : step.Findings.Where(IsNews));
        for (var i = 0; i < MaxSteps && !step.IsEmpty; i++)
        {
            changed = step.ApplyTo(changed);
            restored.UnionWith(step.Restored);
            findings = Judge(changed, restored);
            var bars = findings
                .Where(finding => finding.IsActedOn && finding.Rule is { } rule && restored.Contains(rule))
                .Aggregate(default(TrafficSet), (traffic, finding) => traffic.Union(finding.Bars));
            refused = refused.Union(bars);
            // a rule of the group must not go for what is refused beside it: those are withdrawn first, and the rest is judged again
            step = bars.IsEmpty
                ? PlanStep.Of(changed, @case.PrefixLists, findings, refused)
                : PlanStep.Withdraw(changed, @case.PrefixLists, restored, refused);
            _told.AddRange(step.Findings.Where(IsNews));
        }
        _refused = _refused.Union(refused);
        return (changed, restored.Count > 0);
    }

    // a rule that would go and come back just as it is stays: EC2 would refuse its twin while it is there
    private Plan Difference(SecurityGroup after)
    {
        var (before, now) = (References(@case.Group.Rules), References(after.Rules));
        var going = @case.Group.Rules.Where(rule => !now.Contains(rule)).ToList();
        var coming = after.Rules.Where(rule => !before.Contains(rule)).ToList();
        var twins = going.Where(rule => coming.RemoveAll(rule.HasSameTraffic) > 0).ToList();
        going.RemoveAll(twins.Contains);
        return new([.. going], [.. coming]);
    }

    private static bool Stays(Finding finding, HashSet<SecurityGroupRule> going) => finding is { IsActedOn: true, Rule: { } rule } && !going.Contains(rule);

    private static Finding Kept(Finding finding) => finding with
    {
        Action = FindingAction.None,
        Why = $"{finding.Why}; once the other rules are gone it breaks nothing, and another guardrail requires it, so it stays",
    };

    // a rule of the group that only breaks a guardrail once another rule is gone
    private bool IsNews(Finding late) => late is { IsActedOn: true, Rule: { } rule }
        && References(@case.Group.Rules).Contains(rule)
        && !_told.Exists(finding => ReferenceEquals(finding.Guardrail, late.Guardrail) && ReferenceEquals(finding.Rule, rule) && finding.Kind == late.Kind);

    // what was missing is told as what came of it
    private IEnumerable<Finding> Settled(SecurityGroup after)
    {
        var admits = new Lazy<TrafficSet>(() => after.Rules.Aggregate(default(TrafficSet), (all, rule) => all.Union(Admitted.By(rule, @case.PrefixLists))));
        foreach (var finding in _told)
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
                Why = $"{finding.Why}; {(isPart ? "another guardrail forbids a part of it, which isn't restored"
                    : finding.Restores(_refused).IsEmpty ? "another guardrail forbids it, so it isn't restored"
                    : $"it would take more than {PlanStep.MaxRestored} rules, so it isn't restored")}",
            };
        }
    }

    private static HashSet<SecurityGroupRule> References(ImmutableArray<SecurityGroupRule> rules)
    {
        var set = new HashSet<SecurityGroupRule>(ReferenceEqualityComparer.Instance);
        set.UnionWith(rules);
        return set;
    }
}
