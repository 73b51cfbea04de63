using System.Collections.Immutable;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;
using SgWatch.Verdicts.Judging;

namespace SgWatch.Verdicts.Baselines;

/// <summary>What is to be remembered of a group after an inspection.</summary>
/// <remarks>Pure. A rule with which something is left to do isn't settled, so the next inspection finds it new again.</remarks>
public sealed class Settlement
{
    private const int MaxMissing = 200;
    private const int MaxAwaited = 200; // of rules that a reading lacks

    private static readonly TimeSpan ForgetAfter = TimeSpan.FromDays(1);
    private static readonly TimeSpan TurnedAgain = TimeSpan.FromDays(1);

    private readonly Recollection _recollection;
    private readonly GroupMemory _before;
    private readonly ILookup<string, Finding> _findings;
    private readonly IReadOnlySet<string> _taken;
    private readonly ImmutableArray<(Guardrail Guardrail, KnownGuardrail Known)> _guardrails;
    private readonly CountedTraffic _counted;

    /// <param name="recollection">The recollection, with the group as it was read last.</param>
    /// <param name="findings">What was found then.</param>
    /// <param name="taken">The ids of the rules that the guard itself took away.</param>
    public Settlement(Recollection recollection, ImmutableArray<Finding> findings, IReadOnlySet<string> taken)
    {
        (_recollection, _taken) = (recollection, taken);
        _before = recollection.Memory ?? new(recollection.Group.GroupId, recollection.Now);
        _findings = findings.Where(finding => finding.Rule?.SecurityGroupRuleId is not null)
            .ToLookup(finding => finding.Rule!.SecurityGroupRuleId!, StringComparer.Ordinal);
        _guardrails =
        [
            .. recollection.Policy.Guardrails.Where(guardrail => guardrail.Judge == JudgeScope.Changes)
                .Select(guardrail => (guardrail, recollection.Region.Find(guardrail, recollection.Policy))),
        ];
        _counted = CountedTraffic.Of(
            new(recollection.Policy, recollection.Group, recollection.PrefixLists, InspectionCause.Sweep, recollection.Now));
    }

    /// <summary>The group's memory after the recollection.</summary>
    public GroupMemory Settle()
    {
        var shown = _recollection.Group.Rules.Where(rule => rule.SecurityGroupRuleId is not null).ToList();
        var rules = _before.Rules.RemoveRange(_taken).ToBuilder();
        var isReliable = MarkMissing(rules, [.. shown.Select(rule => rule.SecurityGroupRuleId!)]);
        var baseline = _before.Baseline.Where(entry => !_recollection.IsStruck(entry)).ToList();
        var expected = _before.Expected.Where(entry => !entry.IsVoid(_recollection.Now)).ToList();
        foreach (var rule in shown)
        {
            var id = rule.SecurityGroupRuleId!;
            var before = _before.Rules.GetValueOrDefault(id);
            if (_findings[id].Any(IsLeftToDo) || (before is null && !isReliable))
            {
                continue;
            }
            var content = _recollection.ContentOf(rule);
            if (_recollection.ExpectedBy(rule) is { } met)
            {
                expected.Remove(met);
                baseline.Add(_recollection.EntryOf(met, content));
            }
            var predecessor = _recollection.PredecessorOf(rule);
            if (predecessor is not null)
            {
                var isRest = expected.RemoveAll(rest => rest.Replaces == predecessor.Id && rest.Rule.HasSameTraffic(rule)) > 0;
                if (!isRest)
                {
                    rules.Remove(predecessor.Id); // a rule that was narrowed may have other rests, and goes by itself
                }
                var its = baseline.Where(entry => entry.RuleId == predecessor.Id).ToList();
                baseline.AddRange(its.Select(entry => Recollection.EntryAfter(entry, content)));
            }
            baseline.AddRange(_findings[id].Select(finding => finding.Standing)
                .Where(standing => standing is { IsNewEntry: true, Entry: not null }).Select(standing => standing!.Entry!));
            rules[id] = Remember(rule, before ?? predecessor);
        }
        return _before with
        {
            SettledAt = _recollection.Now,
            Rules = rules.ToImmutable(),
            Baseline = [.. baseline.Where(entry => rules.ContainsKey(entry.RuleId)).DistinctBy(entry => (entry.Guardrail, entry.RuleId))],
            Expected = [.. expected],
            AuthorAwaited = Awaited([.. shown.Select(rule => rule.SecurityGroupRuleId!)]),
            Dropped = _before.Dropped.Intersect(shown.Select(rule => rule.SecurityGroupRuleId!)).Except(rules.Keys),
            Announced = _before.Announced.Intersect(shown.Select(rule => rule.SecurityGroupRuleId!)).Except(rules.Keys),
            SettledUnder = _guardrails.ToImmutableSortedDictionary(
                pair => pair.Known.Id, pair => pair.Known.Meaning, StringComparer.Ordinal),
        };
    }

    /// <summary>Marks rules that the reading lacks, and forgets those that were gone for a day, or too many others since.</summary>
    /// <returns>False if the reading is the first one that lacks some rule: it may be incomplete, so no rule is new to it.</returns>
    private bool MarkMissing(ImmutableSortedDictionary<string, RememberedRule>.Builder rules, HashSet<string> shown)
    {
        var isReliable = true;
        foreach (var rule in rules.Values.Where(rule => !shown.Contains(rule.Id)).ToList())
        {
            isReliable &= rule.MissingSince is not null;
            if (_recollection.Now - rule.MissingSince >= ForgetAfter)
            {
                rules.Remove(rule.Id);
            }
            else
            {
                rules[rule.Id] = rule with { MissingSince = rule.MissingSince ?? _recollection.Now };
            }
        }
        var missing = rules.Values.Where(rule => rule.MissingSince is not null).OrderByDescending(rule => rule.MissingSince);
        rules.RemoveRange(missing.Skip(MaxMissing).Select(rule => rule.Id).ToList()); // somebody may make and remove rules all day
        return isReliable;
    }

    // acted on and still there, waiting for its author, or held until it is known how many groups have such a rule
    private static bool IsLeftToDo(Finding finding) =>
        finding.IsActedOn || finding.Standing is { Kind: Standing.Waiting } or { IsHeld: true };

    private RememberedRule Remember(SecurityGroupRule rule, RememberedRule? before)
    {
        var content = _recollection.ContentOf(rule);
        var maker = _recollection.MakerOf(rule);
        var found = _findings[rule.SecurityGroupRuleId!].Where(finding => finding.Standing is not null)
            .ToLookup(finding => finding.Standing!.Kind, finding => _recollection.Region.Find(finding.Guardrail, _recollection.Policy).Id);
        var isSame = before is not null && before.Content.Covers(content);
        var remembered = isSame ? before! : new(content, maker.MadeAt ?? _recollection.Now)
        {
            MadeBy = maker.Principal,
            IsFirstLook = maker.MadeAt is { } madeAt ? madeAt < _recollection.Region.DeployedAt : _recollection.IsFirstListing,
        };
        var turned = found[Standing.Turned].ToHashSet(StringComparer.Ordinal);
        return remembered with
        {
            Content = content,
            MissingSince = null,
            Counted = Counted(rule, isSame ? remembered : null, turned),
            Reported = remembered.Reported.Union(found[Standing.New]),
            Turned = Turned(remembered, turned),
        };
    }

    // What counted stays as it was, unless the guardrail means something else now; a turned rule stays turned. With a rule that complies
    // nothing is left to do, so what counts now is settled too: such a rule stays when a neighbour comes that stays.
    private ImmutableSortedDictionary<string, TrafficSet> Counted(SecurityGroupRule rule, RememberedRule? same, HashSet<string> turned)
    {
        var counted = ImmutableSortedDictionary.CreateBuilder<string, TrafficSet>(StringComparer.Ordinal);
        foreach (var (guardrail, known) in _guardrails)
        {
            var isKept = same is not null
                && (turned.Contains(known.Id) || _before.SettledUnder.GetValueOrDefault(known.Id) == known.Meaning);
            var before = isKept ? same!.Counted.GetValueOrDefault(known.Id) : default;
            var violates = _findings[rule.SecurityGroupRuleId!].Any(finding => finding.Guardrail == guardrail);
            var traffic = isKept && violates ? before : before.Union(_counted.Of(guardrail, rule));
            if (!traffic.IsEmpty)
            {
                counted.Add(known.Id, traffic);
            }
        }
        return counted.ToImmutable();
    }

    private ImmutableSortedDictionary<string, DateTimeOffset> Turned(RememberedRule remembered, HashSet<string> turned)
    {
        var kept = remembered.Turned.Where(pair => turned.Contains(pair.Key) || _recollection.Now - pair.Value < TurnedAgain);
        return kept.Concat(turned.Where(id => !remembered.Turned.ContainsKey(id)).Select(id => KeyValuePair.Create(id, _recollection.Now)))
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    // a rule that is held has waited for its author, and doesn't begin anew; nor does one that a reading lacks
    private ImmutableSortedDictionary<string, DateTimeOffset> Awaited(HashSet<string> shown)
    {
        var missing = _before.AuthorAwaited
            .Where(pair => !shown.Contains(pair.Key) && !_taken.Contains(pair.Key) && _recollection.Now - pair.Value < ForgetAfter)
            .OrderByDescending(pair => pair.Value).Take(MaxAwaited);
        var waiting = _findings.Where(its => its.Any(finding => finding.Standing?.Kind == Standing.Waiting
            || (finding.Standing?.IsHeld == true && _before.AuthorAwaited.ContainsKey(its.Key))));
        return waiting.Select(its => KeyValuePair.Create(its.Key, _before.AuthorAwaited.GetValueOrDefault(its.Key, _recollection.Now)))
            .Concat(missing).ToImmutableSortedDictionary(StringComparer.Ordinal);
    }
}
