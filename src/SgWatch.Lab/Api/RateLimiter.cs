namespace SgWatch.Lab.Api;

/// <summary>The token buckets of one account and region. Not safe to use from several threads.</summary>
/// <param name="time">The clock.</param>
internal sealed class RateLimiter(TimeProvider time)
{
    private readonly Dictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>Takes a token. False if the bucket has none.</summary>
    /// <param name="name">The bucket's name. A new bucket is full.</param>
    /// <param name="limit">Its size. With another size than before it is a new bucket.</param>
    public bool TryTake(string name, RateLimit limit)
    {
        var now = time.GetTimestamp();
        var bucket = _buckets.TryGetValue(name, out var known) && known.Limit == limit ? known : new(limit, limit.Burst, now);
        var refilled = Math.Min(limit.Burst, bucket.Tokens + (time.GetElapsedTime(bucket.At, now).TotalSeconds * limit.PerSecond));
        _buckets[name] = new(limit, refilled >= 1 ? refilled - 1 : refilled, now);
        return refilled >= 1;
    }

    private readonly record struct Bucket(RateLimit Limit, double Tokens, long At);
}
