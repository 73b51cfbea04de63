using SgWatch.Calls;
using SgWatch.Guard.Ports;

namespace SgWatch.Guard.Limiting;

/// <summary>Counters that live as long as the process.</summary>
/// <remarks>Holds at most 10,000 counters; past that it forgets those of the last hour that are oldest.</remarks>
public sealed class MemoryCounters(TimeProvider time) : ICounters
{
    private const int MaxKeys = 10_000;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<string, Counter> _counts = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, (DateTimeOffset At, string ClientToken)> _marks = new(StringComparer.Ordinal);

    public Task<CallResult<long>> AddAsync(string key, int count, string idempotencyToken, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var step = CounterStep.Of(time.GetUtcNow());
            var (steps, last) = Get(_counts, key) ?? Put(_counts, key, new([], []));
            if (last.GetValueOrDefault(idempotencyToken[^1]) != idempotencyToken) // as DynamoCounters keeps them
            {
                last[idempotencyToken[^1]] = idempotencyToken;
                steps[step] = steps.GetValueOrDefault(step) + count;
            }
            foreach (var old in steps.Keys.Where(s => s <= step - CounterStep.PerHour).ToList())
            {
                steps.Remove(old);
            }
            return Task.FromResult<CallResult<long>>(steps.Values.Sum());
        }
    }

    public Task<CallResult<bool>> IsFirstAsync(string key, TimeSpan period, string idempotencyToken, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var isFirst = !_marks.TryGetValue(key, out var mark) || mark.At <= time.GetUtcNow() - period || mark.ClientToken == idempotencyToken;
            if (isFirst)
            {
                Put(_marks, key, (time.GetUtcNow(), idempotencyToken));
            }
            return Task.FromResult<CallResult<bool>>(isFirst);
        }
    }

    private static T? Get<T>(OrderedDictionary<string, T> values, string key) => values.TryGetValue(key, out var value) ? value : default;

    private static T Put<T>(OrderedDictionary<string, T> values, string key, T value)
    {
        if (!values.ContainsKey(key) && values.Count == MaxKeys)
        {
            values.RemoveAt(0);
        }
        return values[key] = value;
    }

    /// <summary>A counter: how many in each step, and the last client token of each kind.</summary>
    private sealed record Counter(Dictionary<long, long> Steps, Dictionary<char, string> Last);
}
