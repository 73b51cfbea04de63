using System.Collections.Immutable;
using SgWatch.Changes;

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
                gathering.Add(hint.By(origin), message);
            }
        }
        return new([.. gatherings.Select(pair => pair.Value.ToInspection(pair.Key.AccountRegion, pair.Key.Target))]);
    }

    // sets, because a storm of events about one group must not cost the square of their number
    private sealed class Gathering
    {
        private readonly List<Change> _changes = [];
        private readonly OrderedDictionary<string, bool> _messageIds = [];
        private int _receiveCount = 1;

        public void Add(Change change, EventMessage message)
        {
            _changes.Add(change);
            if (message.MessageId is { } messageId)
            {
                _messageIds.TryAdd(messageId, true);
            }
            _receiveCount = Math.Max(_receiveCount, message.ReceiveCount);
        }

        public Inspection ToInspection(AccountRegion accountRegion, Target target) =>
            new(accountRegion, target, ChangedRules.Of(_changes))
            {
                ReceiveCount = _receiveCount,
                MessageIds = [.. _messageIds.Keys],
            };
    }
}
