using System.Collections.Immutable;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Baselines;

/// <summary>Standings by what the guard remembers of the group.</summary>
/// <remarks>Pure: it changes no memory. <see cref="Settlement"/> writes down what was decided.</remarks>
/// <param name="look">The group, its memory, and who made its rules.</param>
public sealed class RememberedStandings(MemoryLook look) : IRuleStandings
{
    private static readonly TimeSpan WaitForEvent = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan WaitForCloudTrail = TimeSpan.FromDays(1);
    private static readonly TimeSpan NoticeOfTurned = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Recent = TimeSpan.FromDays(1);

    private readonly GroupMemory _memory = look.Memory ?? new(look.Group.GroupId, look.Now);
    private readonly Dictionary<string, KnownGuardrail> _known = [];

    /// <inheritdoc/>
    public RuleStanding Of(Guardrail guardrail, SecurityGroupRule rule, TrafficSet counted)
    {
        var known = Known(guardrail);
        var content = look.ContentOf(rule);
        var maker = look.MakerOf(rule);
        if (EntryFor(known, content) is { } entry && !look.IsStruck(entry))
        {
            return RuleStanding.Tolerated(entry, isNew: false);
        }
        if (look.ExpectedBy(rule) is { } expected)
        {
            return RuleStanding.Tolerated(look.EntryOf(expected, content), isNew: true);
        }
        if (look.Remembered(rule) is { } remembered)
        {
            return remembered.Content.Covers(content)
                ? OfRemembered(guardrail, known, content, remembered, maker, counted)
                : OfUnknown(guardrail, known, content, maker, isGrown: true);
        }
        if (look.PredecessorOf(rule) is not { } predecessor)
        {
            return OfUnknown(guardrail, known, content, maker, isGrown: false);
        }
        return EntryFor(known, predecessor.Content) is { } its
            ? RuleStanding.Tolerated(its with { Content = content }, isNew: true)
            : OfRemembered(guardrail, known, content, predecessor, new RuleMaker.Unasked(), counted);
    }

    /// <inheritdoc/>
    public DateTimeOffset? MadeAt(SecurityGroupRule rule) => look.MakerOf(rule).MadeAt ?? look.Remembered(rule)?.Since;

    /// <summary>
    /// Whether CloudTrail is to be asked who made a rule, because its standing depends on it.
    /// </summary>
    /// <param name="guardrail">A guardrail that the rule violates.</param>
    /// <param name="rule">The rule.</param>
    public bool DependsOnMaker(Guardrail guardrail, SecurityGroupRule rule)
    {
        var isUnknown = look.Remembered(rule)?.Content.Covers(look.ContentOf(rule)) != true;
        return isUnknown && !look.IsFirstListing && look.MakerOf(rule) is RuleMaker.Unasked
            && (look.Region.IsFirstLook(look.Now) || IsNewHere(Known(guardrail))
                || (!guardrail.UnlessChangedBy.IsEmpty && look.Now - AwaitedSince(rule) >= WaitForEvent));
    }

    private BaselineEntry? EntryFor(KnownGuardrail known, RememberedContent content) =>
        _memory.Baseline.FirstOrDefault(entry => entry.Tolerates(known.Id, content) && !entry.HasEnded(look.Now));

    // the rule isn't remembered, or it admits more than is remembered
    private RuleStanding OfUnknown(
        Guardrail guardrail, KnownGuardrail known, RememberedContent content, RuleMaker maker, bool isGrown)
    {
        if (ByMaker(guardrail, known, content, maker) is { } standing)
        {
            return standing;
        }
        if (!isGrown && maker.MadeAt is null && look.Region.IsFirstLook(look.Now) && !look.IsDropped(content.Rule))
        {
            return maker is RuleMaker.Unasked && !look.IsFirstListing
                ? RuleStanding.OfWaiting
                : New(known, content, BaselineReason.FirstLook);
        }
        return maker.MadeAt is not null || guardrail.UnlessChangedBy.IsEmpty || HasWaited(content.Rule, maker)
            ? RuleStanding.OfNew
            : RuleStanding.OfWaiting with { DueAt = AwaitedSince(content.Rule) + LongestWait(maker) };
    }

    private RuleStanding OfRemembered(
        Guardrail guardrail, KnownGuardrail known, RememberedContent content, RememberedRule remembered, RuleMaker maker,
        TrafficSet counted)
    {
        if (maker is RuleMaker.Named { IsAuthorize: true })
        {
            return ByMaker(guardrail, known, content, maker) ?? RuleStanding.OfNew;
        }
        if (remembered.Reported.Contains(known.Id))
        {
            return known.EnforcedSince is { } enforcedSince && remembered.Since < enforcedSince
                ? New(known, content, BaselineReason.Observed)
                : RuleStanding.OfNew with { IsReported = true };
        }
        var wasTurned = remembered.Turned.TryGetValue(known.Id, out var reportedAt);
        if (IsNewHere(known) && remembered.Since < known.Since && !wasTurned)
        {
            return New(known, content, BaselineReason.NewGuardrail);
        }
        var hasEnded = _memory.Baseline.Any(entry => entry.Tolerates(known.Id, content) && entry.HasEnded(look.Now));
        if (!hasEnded && remembered.Counted.GetValueOrDefault(known.Id).Contains(counted))
        {
            return RuleStanding.OfRemembered;
        }
        return new(Standing.Turned)
        {
            IsReported = wasTurned,
            DueAt = wasTurned ? reportedAt + NoticeOfTurned : null,
            IsDue = guardrail.Severity == Severity.Critical
                || (!remembered.IsFirstLook && look.Now - remembered.Since < Recent)
                || (wasTurned && look.Now - reportedAt >= NoticeOfTurned),
        };
    }

    // null if the one who made it says nothing about it
    private RuleStanding? ByMaker(Guardrail guardrail, KnownGuardrail known, RememberedContent content, RuleMaker maker)
    {
        if (maker.IsBy(guardrail.UnlessChangedBy))
        {
            return RuleStanding.Tolerated(Entry(known, content, BaselineReason.Kept) with { By = maker.Principal }, isNew: true);
        }
        return maker.MadeAt is not { } madeAt || look.IsDropped(content.Rule) ? null
            : madeAt < look.Region.DeployedAt ? New(known, content, BaselineReason.FirstLook)
            : IsNewHere(known) && madeAt < known.Since ? New(known, content, BaselineReason.NewGuardrail)
            : null;
    }

    // without an answer of CloudTrail it waits for that answer
    private bool HasWaited(SecurityGroupRule rule, RuleMaker maker) =>
        maker is RuleMaker.NotFound or RuleMaker.Unavailable && look.Now - AwaitedSince(rule) >= LongestWait(maker);

    private static TimeSpan LongestWait(RuleMaker maker) => maker is RuleMaker.Unavailable ? WaitForCloudTrail : WaitForEvent;

    private DateTimeOffset AwaitedSince(SecurityGroupRule rule) =>
        _memory.AuthorAwaited.GetValueOrDefault(rule.SecurityGroupRuleId ?? "", look.Now);

    // a group that was never settled under this meaning
    private bool IsNewHere(KnownGuardrail known) => _memory.SettledUnder.GetValueOrDefault(known.Id) != known.Meaning;

    private RuleStanding New(KnownGuardrail known, RememberedContent content, BaselineReason reason) =>
        RuleStanding.Tolerated(Entry(known, content, reason), isNew: true);

    private BaselineEntry Entry(KnownGuardrail known, RememberedContent content, BaselineReason reason) =>
        new(known.Id, content, reason, look.Now);

    private KnownGuardrail Known(Guardrail guardrail)
    {
        if (!_known.TryGetValue(guardrail.Name, out var known))
        {
            _known.Add(guardrail.Name, known = look.Region.Find(guardrail, look.Policy));
        }
        return known;
    }
}
