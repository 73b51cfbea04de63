using System.Collections.Immutable;
using SgWatch.Changes;
using SgWatch.Rules;

namespace SgWatch.Events;

/// <summary>Everything that one invocation has to inspect: each target once, however many messages name it.</summary>
/// <param name="Inspections">In the order in which the messages first name each target.</param>
public sealed record Scope(ImmutableArray<Inspection> Inspections)
{
    /// <summary>Gathers the hints of all messages.</summary>
    public static Scope Of(IEnumerable<EventMessage> messages)
    {
        var gatherings = new OrderedDictionary<(AccountRegion AccountRegion, Target Target), Gathering>();
        foreach (var message in messages)
        {
            if (message.Trigger is not Trigger.Change(var origin, var hints))
            {
                continue;
            }
            foreach (var hint in hints)
            {
                var key = (new AccountRegion(origin.Account, origin.Region), hint.Target);
                if (!gatherings.TryGetValue(key, out var gathering))
                {
                    gatherings.Add(key, gathering = new());
                }
                gathering.Add(origin, hint, message);
            }
        }
        return new([.. gatherings.Select(pair => pair.Value.ToInspection(pair.Key.AccountRegion, pair.Key.Target))]);
    }

    // sets, because a storm of events about one group must not cost the square of their number
    private sealed class Gathering
    {
        private readonly OrderedDictionary<Origin, bool> _origins = [];
        private readonly OrderedDictionary<string, bool> _messageIds = [];
        private readonly HashSet<string> _ruleIds = [];
        private readonly OrderedDictionary<SecurityGroupRule, bool> _rules = [];
        private readonly HashSet<string> _prefixListIds = [];
        private bool _isAll;
        private bool _isAttachment;
        private bool _isRedelivered;

        public void Add(Origin origin, Hint hint, EventMessage message)
        {
            _origins.TryAdd(origin, true);
            if (message.MessageId is { } messageId)
            {
                _messageIds.TryAdd(messageId, true);
            }
            _ruleIds.UnionWith(hint.Changed.RuleIds);
            _prefixListIds.UnionWith(hint.Changed.PrefixListIds);
            foreach (var rule in hint.Changed.Rules)
            {
                _rules.TryAdd(rule, true);
            }
            _isAll |= hint.Changed.IsAll;
            _isAttachment |= hint.IsAttachment;
            _isRedelivered |= message.IsRedelivered;
        }

        public Inspection ToInspection(AccountRegion accountRegion, Target target)
        {
            var changed = ChangedRules.Of(_ruleIds, _rules.Keys).Union(ChangedRules.Through(_prefixListIds));
            return new(accountRegion, target, _isAll ? changed.Union(ChangedRules.All) : changed)
            {
                IsAttachment = _isAttachment,
                IsRedelivered = _isRedelivered,
                Origins = [.. _origins.Keys],
                MessageIds = [.. _messageIds.Keys],
            };
        }
    }
}
