using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Ports;

namespace SgWatch.Guard.Limiting;

/// <summary>Counters that live as long as the process.</summary>
/// <remarks>Holds at most 10,000 counters; past that it forgets the oldest.</remarks>
/// <param name="time">The clock.</param>
public sealed class MemoryCounters(TimeProvider time) : ICounters
{
    private const int MaxKeys = 10_000;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<string, Counter> _counters = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, Dictionary<long, HashSet<string>>> _sets = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, (DateTimeOffset At, string IdempotencyToken)> _firsts = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<CallResult<long>> AddAsync(string key, int count, string idempotencyToken, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var step = CounterStep.Of(time.GetUtcNow());
            var (steps, lastTokens) = _counters.TryGetValue(key, out var known) ? known : Put(_counters, key, new([], []));
            var slot = idempotencyToken[^1]; // the last 16 tokens are known, one for each last digit, as in DynamoDB
            if (lastTokens.GetValueOrDefault(slot) != idempotencyToken)
            {
                lastTokens[slot] = idempotencyToken;
                steps[step] = steps.GetValueOrDefault(step) + count;
            }
            foreach (var old in steps.Keys.Where(key => key <= step - CounterStep.PerHour).ToList())
            {
                steps.Remove(old);
            }
            return Task.FromResult<CallResult<long>>(steps.Values.Sum());
        }
    }

    /// <inheritdoc/>
    public Task<CallResult<ImmutableArray<string>>> AddToSetAsync(string key, string member, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var step = CounterStep.Of(time.GetUtcNow());
            var steps = _sets.TryGetValue(key, out var known) ? known : Put(_sets, key, []);
            if (!steps.TryGetValue(step, out var members))
            {
                steps.Add(step, members = new(StringComparer.Ordinal));
            }
            members.Add(member);
            foreach (var old in steps.Keys.Where(key => key <= step - CounterStep.PerHour).ToList())
            {
                steps.Remove(old);
            }
            return Task.FromResult<CallResult<ImmutableArray<string>>>(
                new CallResult<ImmutableArray<string>>.Ok([.. steps.Values.SelectMany(members => members)]));
        }
    }

    /// <inheritdoc/>
    public Task<CallResult<Done>> RemoveFromSetAsync(string key, string member, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var step = CounterStep.Of(time.GetUtcNow());
            for (var i = 0; i < CounterStep.PerInvocation; i++)
            {
                _sets.GetValueOrDefault(key)?.GetValueOrDefault(step - i)?.Remove(member);
            }
            return Task.FromResult<CallResult<Done>>(default(Done));
        }
    }

    /// <inheritdoc/>
    public Task<CallResult<bool>> IsFirstAsync(string key, TimeSpan period, string idempotencyToken, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var isFirst = !_firsts.TryGetValue(key, out var first)
                || first.At <= now - period || first.IdempotencyToken == idempotencyToken;
            if (isFirst)
            {
                Put(_firsts, key, (now, idempotencyToken));
            }
            return Task.FromResult<CallResult<bool>>(isFirst);
        }
    }

    private static T Put<T>(OrderedDictionary<string, T> values, string key, T value)
    {
        if (!values.ContainsKey(key) && values.Count == MaxKeys)
        {
            values.RemoveAt(0);
        }
        return values[key] = value;
    }

    /// <summary>A counter: how many in each step, and the last idempotency token of each slot.</summary>
    private sealed record Counter(Dictionary<long, long> Steps, Dictionary<char, string> LastTokens);
}
