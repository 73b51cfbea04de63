using CsCheck;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Judging;

namespace SgWatch.Tests.Verdicts;

public sealed class JudgeLawTests
{
    [Fact]
    public void The_verdict_is_that_of_the_slow_model_and_the_witness_is_in_the_violation() => JudgeCase.Any.Holds(@case =>
    {
        var verdict = @case.Judged();
        for (var g = 0; g < @case.Guardrails.Length; g++)
        {
            var model = new JudgeModel(@case, @case.Guardrails[g]);
            var found = verdict.Findings.Where(finding => finding.Guardrail.Name == $"g{g}").ToList();
            for (var i = 0; i < @case.RuleParts.Length; i++)
            {
                var own = found.Where(finding => finding.Rule?.SecurityGroupRuleId == $"sgr-{i}").ToList();
                var violation = own.Find(finding => finding.Kind == FindingKind.Violation);
                var possible = own.Find(finding => finding.Kind == FindingKind.UnresolvedPeer);
                if (model.IsUnresolved(i))
                {
                    if (violation is not null || (possible is not null) != model.Possible[i].Any(mask => mask != 0)
                        || possible is { Action: not FindingAction.Alert })
                    {
                        return false;
                    }
                    continue;
                }
                // found late: only once another rule is gone
                var isLate = violation is not null && Array.TrueForAll(model.Violations[i], mask => mask == 0)
                    && verdict.Plan.Revoke.Contains(violation.Rule!);
                if (!isLate && !(Same(violation, model.Violations[i]) && Same(possible, model.Possible[i])))
                {
                    return false;
                }
                if (violation is not null && violation.Action != model.Action(i)
                    && (violation.Action, model.Action(i)) is not (FindingAction.Revoke, FindingAction.Narrow)
                    && !(violation.Action == FindingAction.None && !verdict.Plan.Revoke.Contains(violation.Rule!))) // required, so it stays
                {
                    return false;
                }
            }
            var missing = found.Where(finding => finding.Rule is null)
                .Aggregate(default(TrafficSet), (all, finding) => all.Union(finding.Violates));
            if (!JudgeUniverse.Read(missing).AsSpan().SequenceEqual(model.Missing))
            {
                return false;
            }
        }
        return verdict.Findings.All(finding => finding.Witness is { } witness && !finding.Violates.Intersect(Traffic(witness)).IsEmpty)
            && verdict.Plan.Revoke.All(rule => verdict.Findings.Any(finding => ReferenceEquals(finding.Rule, rule)));
    });

    [Fact]
    public void The_plan_leads_to_a_group_that_needs_no_other_and_its_inverse_back() => JudgeCase.Any.Holds(@case =>
    {
        var group = @case.Group;
        var verdict = @case.Judged();
        if (verdict.Plan.IsEmpty)
        {
            return true;
        }
        var after = Apply(group, verdict.Plan);
        var again = Judge.Decide(@case.Given with { Group = after });
        var back = Apply(after, verdict.Plan.Inverse);
        return again.Plan.IsEmpty
            && Texts(back.Rules).SequenceEqual(Texts(group.Rules));
    });

    [Fact]
    public void Narrowing_leaves_exactly_what_was_not_in_violation() => JudgeCase.Any.Holds(@case =>
    {
        var alone = @case with
        {
            RuleParts = [.. @case.RuleParts.Take(1)],
            Guardrails =
                [@case.Guardrails[0] with { Action = GuardrailAction.Narrow, Judge = JudgeScope.State, IsObserved = false, Require = [] }],
        };
        var verdict = alone.Judged();
        if (verdict.Plan.IsEmpty)
        {
            return verdict.Findings.All(finding => !finding.IsActedOn);
        }
        var rule = Assert.Single(alone.Group.Rules);
        var finding = verdict.Findings.Single(f => f.Kind == FindingKind.Violation);
        var rest = AdmittedTraffic.Of(rule, alone.PrefixLists).Except(finding.Violates);
        var cover = RuleCover.Of(rest, alone.Guardrails[0].NarrowLimit);
        return finding.Action == FindingAction.Narrow
            ? Union(verdict.Plan.Authorize, alone.PrefixLists) == rest && cover is RuleCover.Complete(var rules)
                && rules.Length == verdict.Plan.Authorize.Length
            : verdict.Plan.Authorize.IsEmpty && (rest.IsEmpty || cover is not RuleCover.Complete);
    });

    [Fact]
    public void The_order_of_rules_means_nothing() => Gen.Select(JudgeCase.Any, Gen.Int).Holds(pair =>
    {
        var (@case, seed) = pair;
        var shuffled = @case.Group.Rules.ToArray();
        new Random(seed).Shuffle(shuffled);
        var expected = @case.Judged();
        var actual = Judge.Decide(@case.Given with { Group = @case.Group with { Rules = [.. shuffled] } });
        return Texts(expected.Plan.Revoke).SequenceEqual(Texts(actual.Plan.Revoke))
            && Texts(expected.Plan.Authorize).SequenceEqual(Texts(actual.Plan.Authorize))
            && Keys(expected).SequenceEqual(Keys(actual));

        static IEnumerable<string> Keys(Verdict verdict) =>
            verdict.Findings.Select(f => $"{f.Guardrail.Name} {f.Kind} {f.Rule} {f.Action} {f.Why} {f.Violates}")
                .Order(StringComparer.Ordinal);
    });

    [Fact]
    public void Guardrails_do_not_weaken_each_other() => JudgeCase.Any.Holds(@case =>
    {
        var all = @case.Judged().Findings;
        return Enumerable.Range(0, @case.Guardrails.Length).All(g =>
        {
            var alone = (@case with { Guardrails = [@case.Guardrails[g]] }).Judged().Findings;
            return Keys(alone).SequenceEqual(Keys(all.Where(f => f.Guardrail.Name == $"g{g}")));
        });

        static IEnumerable<string> Keys(IEnumerable<Finding> findings) =>
            findings.Select(f => $"{f.Kind} {f.Rule} {f.Violates}").Order(StringComparer.Ordinal);
    });

    [Fact]
    public void An_exemption_weakens_every_guardrail_by_exactly_what_it_names() => Gen.Select(JudgeCase.Any, CasePattern.Any).Holds(pair =>
    {
        var (@case, exempted) = pair;
        var plain = @case with
        {
            Guardrails = [.. @case.Guardrails.Select(guardrail => guardrail with
            {
                Require = [],
                Forbid = [.. guardrail.Forbid.Where(pattern => !pattern.IsWorld)],
                Action = GuardrailAction.Alert,
            })],
            ListStates = 2 | (3 << 3),
        };
        var weaker = plain with { Exempted = [.. plain.Exempted, exempted] };
        var exempt = exempted.Groups.Selects(@case.Who)
            ? GuardrailSets.Of([new(exempted.ToPattern(), PatternUse.Allow)], plain.PrefixLists).Permitted
            : default;
        var (before, after) = (plain.Judged().Findings, weaker.Judged().Findings);
        return before.All(f => Find(after, f)?.Violates is var left && (left ?? default) == f.Violates.Except(exempt))
            && after.All(f => Find(before, f) is not null);

        static Finding? Find(IEnumerable<Finding> findings, Finding finding) =>
            findings.FirstOrDefault(f => f.Guardrail.Name == finding.Guardrail.Name && f.Rule == finding.Rule);
    });

    private static bool Same(Finding? finding, UInt128[] cells) => finding is null
        ? Array.TrueForAll(cells, mask => mask == 0)
        : JudgeUniverse.Read(finding.Violates).AsSpan().SequenceEqual(cells);

    private static TrafficSet Traffic(Witness witness) =>
        AdmittedTraffic.Of(new(null, witness.IsEgress, witness.Service, witness.Peer), PrefixLists.None);

    // as EC2 does: each new rule gets an id, and none that is there already is added
    private static SecurityGroup Apply(SecurityGroup group, Plan plan)
    {
        var rules = group.Rules.ToList();
        foreach (var rule in plan.Authorize)
        {
            if (rules.Exists(rule.HasSameTraffic))
            {
                throw new InvalidOperationException($"{rule} is there already");
            }
            rules.Add(rule with { SecurityGroupRuleId = $"sgr-new-{rules.Count}" });
        }
        foreach (var rule in plan.Revoke)
        {
            rules.RemoveAt(
                rules.FindIndex(r => r.HasSameTraffic(rule)
                    && (rule.SecurityGroupRuleId is null || rule.SecurityGroupRuleId == r.SecurityGroupRuleId)));
        }
        return group with { Rules = [.. rules] };
    }

    private static IEnumerable<string> Texts(IEnumerable<SecurityGroupRule> rules) =>
        rules.Select(rule => $"{rule} {rule.Description}").Order(StringComparer.Ordinal);

    private static TrafficSet Union(IEnumerable<SecurityGroupRule> rules, PrefixLists lists) =>
        rules.Aggregate(default(TrafficSet), (all, rule) => all.Union(AdmittedTraffic.Of(rule, lists)));
}
