using SgWatch.Calls;
using SgWatch.Lab.Api;
using SgWatch.Lab.Identities;

namespace SgWatch.Lab.Trail;

/// <summary>An account's CloudTrail: it records every call that changes something, and every one that failed to.</summary>
/// <remarks>
/// Safe to use from several threads. What EventBridge loses is in the history all the same. LookupEvents of AWS knows reading calls
/// too; this trail doesn't.
/// </remarks>
public sealed class LabTrail
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (TrailHistory History, RateLimiter Limits)> _regions = new(StringComparer.Ordinal);
    private readonly CloudTrailWriter _writer;
    private readonly TimeProvider _time;

    internal LabTrail(string accountId, LabIds ids, TimeProvider time) =>
        (_writer, _time) = (new(accountId, ids, time), time);

    /// <summary>How LookupEvents behaves.</summary>
    public TrailSettings Settings { get; } = new();

    /// <summary>
    /// Raised with each event as EventBridge delivers it, in JSON, before the next call to EC2 begins. A handler must not call the lab.
    /// </summary>
    public event Action<byte[]>? Recorded;

    /// <summary>Looks into the history of a region.</summary>
    /// <param name="region">Such as <c>eu-west-1</c>.</param>
    /// <param name="query">What is looked for.</param>
    public CallResult<TrailPage> LookupEvents(string region, TrailQuery query)
    {
        try
        {
            return Find(region, query, accessKeyId: null);
        }
        catch (AwsErrorException e)
        {
            return new CallFailure(
                AwsErrorCodes.KindOf(e.Error.Code, e.Error.StatusCode), "LookupEvents", e.Error.Code, e.Error.Message);
        }
    }

    /// <summary>Like <see cref="LookupEvents"/>.</summary>
    /// <exception cref="AwsErrorException">The query isn't one that CloudTrail answers, or comes too soon.</exception>
    internal TrailPage Find(string region, TrailQuery query, string? accessKeyId)
    {
        lock (_lock)
        {
            var (history, limits) = Open(region);
            var isUnlimited = accessKeyId is not null && accessKeyId == Settings.UnlimitedAccessKeyId;
            return isUnlimited || Settings.RateLimit is not { } limit || limits.TryTake("LookupEvents", limit)
                ? history.Find(query, _time.GetUtcNow(), Settings.Delay)
                : throw new AwsErrorException("ThrottlingException", "Rate exceeded");
        }
    }

    /// <summary>Records a call, unless it only reads.</summary>
    internal void Record(LabCall call, LabAnswer answer)
    {
        if (!ChangeCalls.Contains(call.Action))
        {
            return;
        }
        byte[] message;
        lock (_lock)
        {
            var recorded = _writer.Write(call, answer);
            var isListed = Settings.ListsResourcesOfNewerCalls || ChangeCalls.Legacy(call.Action) is not null;
            Open(call.Region).History.Add(recorded with { Resources = isListed ? TrailResources.Of(call, answer) : [] });
            message = _writer.Envelope(call, recorded);
        }
        Recorded?.Invoke(message);
    }

    private (TrailHistory History, RateLimiter Limits) Open(string region)
    {
        if (!_regions.TryGetValue(region, out var opened))
        {
            _regions.Add(region, opened = (new(), new(_time)));
        }
        return opened;
    }
}
