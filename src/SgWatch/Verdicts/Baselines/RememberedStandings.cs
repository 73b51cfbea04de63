using System.Collections.Immutable;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Baselines;

/// <summary>Standings by what the guard remembers of the group.</summary>
/// <remarks>Pure: it changes no memory. <see cref="Settlement"/> writes down what was decided.</remarks>
/// <param name="recollection">The group, its memory, and who made its rules.</param>
public sealed class RememberedStandings(Recollection recollection) : IRuleStandings
{
    /// <summary>How long after the message about a turned rule the guard closes it.</summary>
    internal static readonly TimeSpan NoticeOfTurned = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan WaitForEvent = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan WaitForCloudTrail = TimeSpan.FromDays(1);
    private static readonly TimeSpan Recent = TimeSpan.FromDays(1);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private static readonly RuleStanding OfUnreadable = RuleStanding.OfWaiting with
    {
        IsReported = false,
        Reason = "CloudTrail left out what the event says, so SgWatch can't tell yet whether the rule was there before; a sweep decides",
    };

    private static readonly RuleStanding OfUnavailable = RuleStanding.OfWaiting with
    {
        IsReported = false,
        Reason = "CloudTrail can't say who made the rule, so SgWatch waits for a day before it closes it",
    };

    private readonly GroupMemory _memory = recollection.Memory ?? new(recollection.Group.GroupId, recollection.Now);
    private readonly Dictionary<string, KnownGuardrail> _known = [];

    /// <inheritdoc/>
    public RuleStanding Of(Guardrail guardrail, SecurityGroupRule rule, Func<TrafficSet> counted)
    {
        var known = Known(guardrail);
        var content = recollection.ContentOf(rule);
        var maker = recollection.MakerOf(rule);
        if (EntryFor(known, content) is { } entry && !recollection.IsStruck(entry))
        {
            return RuleStanding.Tolerated(entry, isNew: false);
        }
        if (recollection.ExpectedBy(rule) is { } expected)
        {
            return recollection.IsLate(expected, rule)
                ? RuleStanding.OfWaiting
                : RuleStanding.Tolerated(recollection.EntryOf(expected, content), isNew: true);
        }
        if (recollection.Remembered(rule) is { } remembered)
        {
            return remembered.Content.Covers(content)
                ? OfRemembered(guardrail, known, content, remembered, maker, counted)
                : OfUnknown(guardrail, known, content, maker, isGrown: true);
        }
        if (recollection.PredecessorOf(rule) is not { } predecessor)
        {
            return OfUnknown(guardrail, known, content, maker, isGrown: false);
        }
        if (!predecessor.Content.Covers(content))
        {
            return OfUnknown(guardrail, known, content, maker, isGrown: true); // its list grew meanwhile
        }
        return EntryFor(known, predecessor.Content) is { } its
            ? RuleStanding.Tolerated(Recollection.EntryAfter(its, content), isNew: true)
            : OfRemembered(guardrail, known, content, predecessor, new RuleMaker.Unasked(), counted);
    }

    /// <inheritdoc/>
    public DateTimeOffset? MadeAt(SecurityGroupRule rule) => recollection.MakerOf(rule).MadeAt ?? recollection.Remembered(rule)?.Since;

    /// <summary>
    /// Whether CloudTrail is to be asked who made a rule, because its standing depends on it.
    /// </summary>
    /// <param name="guardrail">A guardrail that the rule violates.</param>
    /// <param name="rule">The rule.</param>
    public bool DependsOnMaker(Guardrail guardrail, SecurityGroupRule rule)
    {
        var isUnknown = recollection.Remembered(rule)?.Content.Covers(recollection.ContentOf(rule)) != true;
        return isUnknown && !recollection.IsFirstListing && recollection.MakerOf(rule) is RuleMaker.Unasked
            && ((recollection.ExpectedBy(rule) is { } expected && recollection.IsLate(expected, rule))
                || (!recollection.IsDropped(rule)
                    && (recollection.Region.IsFirstLook(recollection.Now) || IsNewHere(Known(guardrail))
                        || recollection.MayBeOfNewGroup(rule)))
                || (!guardrail.UnlessChangedBy.IsEmpty && recollection.Now - AwaitedSince(rule) >= WaitForEvent));
    }

    /// <summary>
    /// Whether CloudTrail is to be asked who made a rule that a call modified: nothing is remembered of the rule, so the call may have
    /// changed its description alone.
    /// </summary>
    /// <param name="guardrail">A guardrail that the rule violates.</param>
    /// <param name="rule">The rule.</param>
    public bool DependsOnFormerContent(Guardrail guardrail, SecurityGroupRule rule) =>
        recollection.Remembered(rule) is null && rule.Peer is not Peer.PrefixList
        && recollection.MakerOf(rule) is RuleMaker.Named { IsAuthorize: false }
        && (recollection.Region.IsFirstLook(recollection.Now) || IsNewHere(Known(guardrail)) || !guardrail.UnlessChangedBy.IsEmpty);

    private BaselineEntry? EntryFor(KnownGuardrail known, RememberedContent content) =>
        _memory.Baseline.FirstOrDefault(entry => entry.Tolerates(known.Id, content) && !entry.HasEnded(recollection.Now));

    // the rule isn't remembered, or it admits more than is remembered
    private RuleStanding OfUnknown(
        Guardrail guardrail, KnownGuardrail known, RememberedContent content, RuleMaker maker, bool isGrown)
    {
        if (ByMaker(guardrail, known, content, maker, isGrown) is { } standing)
        {
            return standing;
        }
        var isOfNewGroup = recollection.MayBeOfNewGroup(content.Rule);
        if (!isGrown && maker.MadeAt is null && (isOfNewGroup || recollection.Region.IsFirstLook(recollection.Now))
            && !recollection.IsDropped(content.Rule))
        {
            // CloudTrail knows a call only after some minutes, and it may throttle
            var isAwaited = maker is RuleMaker.Unasked or RuleMaker.Unreadable
                || (maker is RuleMaker.NotFound or RuleMaker.Unavailable && !HasWaited(content.Rule, maker));
            return isAwaited && !recollection.IsFirstListing
                ? maker is RuleMaker.Unreadable ? OfUnreadable : RuleStanding.OfWaiting
                : New(known, content, isOfNewGroup && !recollection.IsFirstListing ? BaselineReason.NewGroup : BaselineReason.FirstLook);
        }
        return maker.MadeAt is not null || guardrail.UnlessChangedBy.IsEmpty || HasWaited(content.Rule, maker)
            ? IsHeld(guardrail, content.Rule, maker) ? RuleStanding.OfHeld : RuleStanding.OfNew
            : (maker is RuleMaker.Unavailable ? OfUnavailable : RuleStanding.OfWaiting) with
            {
                DueAt = AwaitedSince(content.Rule) + LongestWait(maker),
            };
    }

    // what a person dropped is no surprise, and what a critical guardrail forbids is closed at once
    private bool IsHeld(Guardrail guardrail, SecurityGroupRule rule, RuleMaker maker) => recollection.HoldsUnheard
        && maker is not RuleMaker.Named && !recollection.IsDropped(rule)
        && guardrail.Severity != Severity.Critical && recollection.Policy.Enforces(guardrail)
        && !_memory.Announced.Contains(rule.SecurityGroupRuleId ?? "");

    private RuleStanding OfRemembered(
        Guardrail guardrail, KnownGuardrail known, RememberedContent content, RememberedRule remembered, RuleMaker maker,
        Func<TrafficSet> counted)
    {
        // what took the place of a rule keeps that rule's time
        if (maker is RuleMaker.Named { IsAuthorize: true } && !(maker.MadeAt > remembered.Since + ClockSkew))
        {
            return ByMaker(guardrail, known, content, maker, isGrown: false) ?? RuleStanding.OfNew;
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
        var hasEnded = _memory.Baseline.Any(entry => entry.HasEnded(recollection.Now)
            && (entry.Tolerates(known.Id, content) || entry.Tolerates(known.Id, remembered.Content)));
        if (!hasEnded && CountedBefore(remembered.Counted.GetValueOrDefault(known.Id), counted(), content))
        {
            return RuleStanding.OfRemembered;
        }
        return new(Standing.Turned)
        {
            IsReported = wasTurned,
            DueAt = wasTurned ? reportedAt + NoticeOfTurned : null,
            IsDue = guardrail.Severity == Severity.Critical
                || (!remembered.IsFirstLook && recollection.Now - remembered.Since < Recent)
                || (wasTurned && recollection.Now - reportedAt >= NoticeOfTurned),
        };
    }

    // null if the one who made it says nothing about it
    private RuleStanding? ByMaker(
        Guardrail guardrail, KnownGuardrail known, RememberedContent content, RuleMaker maker, bool isGrown)
    {
        if (maker.IsBy(guardrail.UnlessChangedBy))
        {
            return RuleStanding.Tolerated(Entry(known, content, BaselineReason.Kept) with { By = maker.Principal }, isNew: true);
        }
        return maker.MadeAt is not { } madeAt || recollection.IsDropped(content.Rule) ? null
            : madeAt < recollection.Region.DeployedAt ? New(known, content, BaselineReason.FirstLook)
            : madeAt < known.Since && (IsNewHere(known) || (!isGrown && known.Former.IsEmpty))
                ? New(known, content, BaselineReason.NewGuardrail)
            : null;
    }

    // AWS changes its own lists without anybody's doing: a rule through one counted before if any of it did
    private bool CountedBefore(TrafficSet before, TrafficSet now, RememberedContent content) => before.Contains(now)
        || (!before.IsEmpty && content.Rule.Peer is Peer.PrefixList(var id) && recollection.PrefixLists.OfAws.Contains(id));

    // without an answer of CloudTrail it waits for that answer
    private bool HasWaited(SecurityGroupRule rule, RuleMaker maker) =>
        maker is RuleMaker.NotFound or RuleMaker.Unavailable && recollection.Now - AwaitedSince(rule) >= LongestWait(maker);

    private static TimeSpan LongestWait(RuleMaker maker) => maker is RuleMaker.Unavailable ? WaitForCloudTrail : WaitForEvent;

    private DateTimeOffset AwaitedSince(SecurityGroupRule rule) =>
        _memory.AuthorAwaited.GetValueOrDefault(rule.SecurityGroupRuleId ?? "", recollection.Now);

    // a group that was never settled under this meaning
    private bool IsNewHere(KnownGuardrail known) => _memory.SettledUnder.GetValueOrDefault(known.Id) != known.Meaning;

    private RuleStanding New(KnownGuardrail known, RememberedContent content, BaselineReason reason) =>
        RuleStanding.Tolerated(Entry(known, content, reason), isNew: true);

    private BaselineEntry Entry(KnownGuardrail known, RememberedContent content, BaselineReason reason) =>
        new(known.Id, content, reason, recollection.Now);

    private KnownGuardrail Known(Guardrail guardrail)
    {
        if (!_known.TryGetValue(guardrail.Name, out var known))
        {
            _known.Add(guardrail.Name, known = recollection.Region.Find(guardrail, recollection.Policy));
        }
        return known;
    }
}
