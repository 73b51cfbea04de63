using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Changes;

/// <summary>What the events say about the rules of a group: which were added or changed, and by which event. A guardrail with
/// <c>judge: changes</c> acts on these only.</summary>
/// <remarks>
/// Events are only hints. Whether the rules exist, and what they admit, is read live. Rules are matched by their ids, and by what they
/// admit only where an id is missing. A question about one rule takes the time of its answer, however many changes there are.
/// </remarks>
public sealed class ChangedRules
{
    private readonly Lazy<ChangeIndex> _index;

    private ChangedRules(ImmutableArray<Change> changes)
    {
        Changes = changes;
        _index = new(() => new(changes));
    }

    /// <summary>Stands for the event of a change that no event reported.</summary>
    internal static Origin NoEvent { get; } = new("Manual");

    /// <summary>No rule was added or changed. The group is inspected for another reason.</summary>
    public static ChangedRules None { get; } = new([]);

    /// <summary>Any rule may be new, and nobody knows who made it. The group is judged as with <c>judge: state</c>.</summary>
    public static ChangedRules All { get; } = new([new(NoEvent, ChangeKind.Unreadable)]);

    /// <summary>The changes, in the order in which their messages came, each once.</summary>
    public ImmutableArray<Change> Changes { get; }

    /// <summary>The events that made the changes, each once.</summary>
    public ImmutableArray<Origin> Origins => Index.Origins;

    /// <summary>Whether one of the changes attached the group.</summary>
    public bool IsAttachment => Index.IsAttachment;

    /// <summary>Whether any rule may be new.</summary>
    public bool IsAll => Index.IsAll;

    /// <summary>The rules that are named by their ids.</summary>
    public IReadOnlySet<string> RuleIds => Index.RuleIds;

    /// <summary>The rules that are named only by what they admit, as in a request.</summary>
    public IReadOnlyCollection<RuleContent> Contents => Index.Contents;

    /// <summary>The prefix lists that may hold more than before. Every rule whose peer is one of them counts as changed.</summary>
    public IReadOnlySet<string> PrefixListIds => Index.PrefixListIds;

    /// <summary>Whether no rule counts as changed.</summary>
    public bool IsNone => Index.IsNone;

    private ChangeIndex Index => _index.Value;

    /// <summary>What some changes say. A change that comes twice counts once.</summary>
    public static ChangedRules Of(IEnumerable<Change> changes) => new([.. changes.Distinct()]);

    /// <summary>Rules that are named by their ids or by what they admit. Nobody knows who made them.</summary>
    /// <param name="ruleIds">The ids.</param>
    /// <param name="rules">Rules whose ids aren't known.</param>
    public static ChangedRules Of(IEnumerable<string> ruleIds, IEnumerable<SecurityGroupRule> rules) => Of(
    [
        new(NoEvent, ChangeKind.Authorize)
        {
            Rules =
            [
                .. ruleIds.Select(static id => new NamedRule(id, null)),
                .. rules.Select(static rule => new NamedRule(null, RuleContent.Of(rule))),
            ],
        },
    ]);

    /// <summary>The rules whose peer is one of some prefix lists. Nobody knows who changed the lists.</summary>
    public static ChangedRules Through(IEnumerable<string> prefixListIds) =>
        Of([new(NoEvent, ChangeKind.PrefixList) { PrefixListIds = [.. prefixListIds] }]);

    /// <summary>The change that made a rule as it is.</summary>
    /// <param name="origin">The event. Null if nobody knows who made the rule.</param>
    /// <param name="rule">The rule, with its id.</param>
    public static Change MadeBy(Origin? origin, SecurityGroupRule rule) =>
        new(origin ?? NoEvent, ChangeKind.Authorize) { Rules = [new(rule.SecurityGroupRuleId, RuleContent.Of(rule))] };

    /// <summary>The same, made by the principal of an event, or by each of several.</summary>
    public ChangedRules By(params IEnumerable<Origin> origins) =>
        Of(origins.SelectMany(origin => Changes.Select(change => change with { Origin = origin })));

    /// <summary>Whether a rule of the live group counts as added or changed.</summary>
    public bool Contains(SecurityGroupRule rule) => Index.Contains(rule);

    /// <summary>The changes that made a rule of the live group as it is now, in order.</summary>
    /// <remarks>
    /// A change speaks only for the content that it made. If no change certainly made the rule, these are the changes that can't be read
    /// in full, because each of them may have made it. Empty if nobody knows who made it.
    /// </remarks>
    public IReadOnlyCollection<Change> MakersOf(SecurityGroupRule rule) => Index.MakersOf(rule);

    /// <summary>The event that last made a rule of the live group as it is now. Null if nobody knows.</summary>
    public Origin? MakerOf(SecurityGroupRule rule)
    {
        Origin? last = null;
        foreach (var (origin, _) in MakersOf(rule))
        {
            var isLater = last?.EventTime is null || origin.EventTime >= last.EventTime;
            last = isLater && !ReferenceEquals(origin, NoEvent) ? origin : last;
        }
        return last;
    }

    /// <summary>Whether an event since a time made a rule of the live group, whatever the rule admitted then.</summary>
    public bool WasAuthorizedSince(SecurityGroupRule rule, DateTimeOffset since) => Index.AuthorizedAt(rule) >= since;

    /// <summary>The rules that either of the two names.</summary>
    public ChangedRules Union(ChangedRules other) => Of(Changes.Concat(other.Changes));
}
