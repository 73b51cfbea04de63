using System.Collections.Immutable;
using SgWatch.Changes;
using SgWatch.Rules;

namespace SgWatch.Events;

/// <summary>Everything that one invocation has to look at: each place once, however many messages name it.</summary>
public sealed record Scope(ImmutableArray<Inspection> Looks)
{
    /// <summary>Gathers the looks of all messages, in the order in which they first name each place.</summary>
    public static Scope Of(IEnumerable<EventMessage> messages)
    {
        var order = new List<Gathering>();
        var places = new Dictionary<(string?, string?, Target), Gathering>();
        foreach (var message in messages)
        {
            if (message.Trigger is not Trigger.Change(var origin, var looks))
            {
                continue;
            }
            foreach (var look in looks)
            {
                var place = (origin.Account, origin.Region, look.Target);
                if (!places.TryGetValue(place, out var gathering))
                {
                    gathering = new(origin.Account, origin.Region, look.Target);
                    places.Add(place, gathering);
                    order.Add(gathering);
                }
                gathering.Add(origin, look, message.MessageId);
            }
        }
        return new([.. order.Select(gathering => gathering.ToLook())]);
    }

    // sets, for a storm of events about one group must not cost the square of their number
    private sealed class Gathering(string? account, string? region, Target target)
    {
        private readonly OrderedDictionary<Origin, bool> _origins = [];
        private readonly OrderedDictionary<string, bool> _messageIds = [];
        private readonly HashSet<string> _ruleIds = [];
        private readonly OrderedDictionary<SecurityGroupRule, bool> _rules = [];
        private readonly HashSet<string> _prefixListIds = [];
        private bool _isAll;
        private bool _isAttachment;

        public void Add(Origin origin, Hint look, string? messageId)
        {
            _origins.TryAdd(origin, true);
            if (messageId is not null)
            {
                _messageIds.TryAdd(messageId, true);
            }
            _ruleIds.UnionWith(look.Changed.RuleIds);
            _prefixListIds.UnionWith(look.Changed.PrefixListIds);
            foreach (var rule in look.Changed.Rules)
            {
                _rules.TryAdd(rule, true);
            }
            _isAll |= look.Changed.IsAll;
            _isAttachment |= look.IsAttachment;
        }

        public Inspection ToLook()
        {
            var changed = ChangedRules.Of(_ruleIds, _rules.Keys).Union(ChangedRules.Through(_prefixListIds));
            var look = new Hint(target, _isAll ? changed.Union(ChangedRules.All) : changed) { IsAttachment = _isAttachment };
            return new(account, region, look, [.. _origins.Keys], [.. _messageIds.Keys]);
        }
    }
}

/// <summary>One place to look at, and everything that named it.</summary>
/// <param name="Account">The account; null for the function's own.</param>
/// <param name="Region">The region; null for the function's own.</param>
/// <param name="Hint">The place and the rules there that are new.</param>
/// <param name="Origins">The events that named it, each once.</param>
/// <param name="MessageIds">The messages that fail if this look fails.</param>
public sealed record Inspection(
    string? Account, string? Region, Hint Hint, ImmutableArray<Origin> Origins, ImmutableArray<string> MessageIds);
