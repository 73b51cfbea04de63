using SgWatch.Lab.Api;

namespace SgWatch.Lab.Trail;

/// <summary>How CloudTrail's LookupEvents behaves.</summary>
public sealed class TrailSettings
{
    /// <summary>How long after a call LookupEvents shows it. CloudTrail says: within about 15 minutes. Default: at once.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>How often LookupEvents may be called in a region. Null for any number. Default: CloudTrail's own limit.</summary>
    public RateLimit? RateLimit { get; set; } = new(Burst: 2, PerSecond: 2);

    /// <summary>The access key for which <see cref="RateLimit"/> doesn't hold. Null for none.</summary>
    public string? UnlimitedAccessKeyId { get; set; }

    /// <summary>
    /// Whether an event that is written as <c>…Request</c>, such as ModifySecurityGroupRules, is found by its resources. No real record
    /// shows that it is, so by default it isn't.
    /// </summary>
    public bool ListsResourcesOfNewerCalls { get; set; }
}
