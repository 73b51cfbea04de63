using System.Collections.Immutable;

namespace SgWatch.Events;

/// <summary>Everything that one invocation has to look at: each place once, however many messages name it.</summary>
public sealed record Scope(ImmutableArray<ScopedLook> Looks)
{
    /// <summary>Gathers the looks of all messages, in the order in which they first name each place.</summary>
    public static Scope Of(IEnumerable<EventMessage> messages)
    {
        var order = new List<(string?, string?, Target)>();
        var looks = new Dictionary<(string?, string?, Target), ScopedLook>();
        foreach (var message in messages)
        {
            if (message.Trigger is not Trigger.Change(var origin, var named))
            {
                continue;
            }
            foreach (var look in named)
            {
                var key = (origin.Account, origin.Region, look.Target);
                if (!looks.TryGetValue(key, out var known))
                {
                    order.Add(key);
                    known = new(origin.Account, origin.Region, look with { Changed = ChangedRules.None }, [], []);
                }
                looks[key] = known with
                {
                    Look = look with
                    {
                        Changed = known.Look.Changed.Union(look.Changed),
                        IsAttachment = known.Look.IsAttachment || look.IsAttachment,
                    },
                    Origins = known.Origins.Contains(origin) ? known.Origins : known.Origins.Add(origin),
                    MessageIds = message.MessageId is { } id ? known.MessageIds.Add(id) : known.MessageIds,
                };
            }
        }
        return new([.. order.Select(key => looks[key])]);
    }
}

/// <summary>One place to look at, and everything that named it.</summary>
/// <param name="Account">The account; null for the function's own.</param>
/// <param name="Region">The region; null for the function's own.</param>
/// <param name="Look">The place and the rules there that are new.</param>
/// <param name="Origins">The events that named it, each once.</param>
/// <param name="MessageIds">The messages that fail if this look fails.</param>
public sealed record ScopedLook(
    string? Account, string? Region, Look Look, ImmutableArray<Origin> Origins, ImmutableArray<string> MessageIds);
