using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Changes;

/// <summary>Changes by the rules that they name, so that a storm of events about one group costs no more than its number.</summary>
internal sealed class ChangeIndex
{
    private readonly Dictionary<string, List<Naming>> _byId = [];
    private readonly Dictionary<RuleContent, List<Naming>> _byContent = []; // only rules whose ids the event doesn't say
    private readonly Dictionary<RuleContent, List<Naming>> _byContentWithId = [];
    private readonly Dictionary<string, List<Naming>> _byPrefixList = [];
    private readonly List<Change> _unreadable = [];
    private readonly HashSet<string> _ruleIds;
    private readonly HashSet<string> _prefixListIds;

    public ChangeIndex(IReadOnlyCollection<Change> changes)
    {
        foreach (var change in changes)
        {
            Add(change);
        }
        Origins =
        [
            .. changes.Select(static change => change.Origin)
                .Where(static origin => !ReferenceEquals(origin, ChangedRules.NoEvent))
                .Distinct(),
        ];
        IsAttachment = changes.Any(static change => change.Kind == ChangeKind.Attachment);
        (_ruleIds, _prefixListIds) = ([.. _byId.Keys], [.. _byPrefixList.Keys]);
    }

    public ImmutableArray<Origin> Origins { get; }

    public bool IsAttachment { get; }

    public bool IsAll => _unreadable.Count > 0;

    public bool IsNone => !IsAll && _byId.Count + _byContent.Count + _byPrefixList.Count == 0;

    public IReadOnlySet<string> RuleIds => _ruleIds;

    public IReadOnlyCollection<RuleContent> Contents => _byContent.Keys;

    public IReadOnlySet<string> PrefixListIds => _prefixListIds;

    public bool Contains(SecurityGroupRule rule) => IsAll || (!IsNone && Named(rule).Any());

    // null if no event says that it made the rule, or when
    public DateTimeOffset? AuthorizedAt(SecurityGroupRule rule) => Named(rule)
        .Where(static naming => naming.Change.Kind == ChangeKind.Authorize)
        .Max(static naming => naming.Change.Origin.EventTime);

    public IReadOnlyCollection<Change> MakersOf(SecurityGroupRule rule)
    {
        if (IsNone)
        {
            return [];
        }
        List<Change> makers =
        [
            .. Named(rule)
                .Where(naming => naming.Change.MakesRules && naming.Content?.IsOf(rule) != false)
                .Select(static naming => naming.Change)
                .Distinct(ReferenceEqualityComparer.Instance)
                .Cast<Change>(),
        ];
        return makers.Count > 0 ? makers : _unreadable;
    }

    private IEnumerable<Naming> Named(SecurityGroupRule rule)
    {
        var byId = rule.SecurityGroupRuleId is { } id ? Find(_byId, id) : [];
        var byList = rule.Peer is Peer.PrefixList(var list) ? Find(_byPrefixList, list) : [];
        var byEither = rule.SecurityGroupRuleId is null ? ByContent(_byContentWithId, rule) : [];
        return byId.Concat(byList).Concat(ByContent(_byContent, rule)).Concat(byEither);
    }

    private static IEnumerable<Naming> ByContent(Dictionary<RuleContent, List<Naming>> index, SecurityGroupRule rule) =>
        index.Count == 0 ? [] : RuleContent.NamesOf(rule).SelectMany(content => Find(index, content));

    private static List<Naming> Find<T>(Dictionary<T, List<Naming>> index, T key)
        where T : notnull => index.TryGetValue(key, out var namings) ? namings : [];

    private void Add(Change change)
    {
        if (change.Kind == ChangeKind.Unreadable)
        {
            _unreadable.Add(change);
        }
        foreach (var (id, content) in change.Rules)
        {
            if (id is not null)
            {
                Add(_byId, id, new(change, content));
            }
            if (content is not null)
            {
                Add(id is null ? _byContent : _byContentWithId, content, new(change, content));
            }
        }
        foreach (var id in change.PrefixListIds)
        {
            Add(_byPrefixList, id, new(change, null));
        }
    }

    private static void Add<T>(Dictionary<T, List<Naming>> index, T key, Naming naming)
        where T : notnull
    {
        if (!index.TryGetValue(key, out var namings))
        {
            index.Add(key, namings = []);
        }
        namings.Add(naming);
    }

    /// <summary>That a change names a rule or a list, and the content that it made. Null if it doesn't say.</summary>
    private readonly record struct Naming(Change Change, RuleContent? Content);
}
