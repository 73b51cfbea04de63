using SgWatch.Lab.Api;

namespace SgWatch.Lab.Ec2;

/// <summary>
/// How the lab's EC2 behaves where EC2 promises nothing, and where accounts differ. All of it may change between two calls.
/// </summary>
public sealed class Ec2Settings
{
    /// <summary>How many rules a group may have in each direction and address family: the account's quota.</summary>
    /// <remarks>Source: Amazon VPC user guide, Amazon VPC quotas, Security groups.</remarks>
    public int MaxRulesPerGroup { get; set; } = 60;

    /// <summary>The most items of a page, whatever the call asks for; EC2 may give fewer than asked for.</summary>
    public int MaxPageSize { get; set; } = int.MaxValue;

    /// <summary>How long what a call changed stays unseen by calls that read groups or rules by the group's id.</summary>
    /// <remarks>Source: EC2 API Reference, Eventual consistency in the Amazon EC2 API.</remarks>
    public TimeSpan ReadDelay { get; set; }

    /// <summary>The same for calls that list groups or rules without naming one group.</summary>
    public TimeSpan ListDelay { get; set; }

    /// <summary>
    /// How long a new group, or a new rule, is invisible to every call that reads. What was there before is seen as it is. Counts for
    /// what is made while it is set. Default: not at all.
    /// </summary>
    public TimeSpan AppearDelay { get; set; }

    /// <summary>
    /// How long a change of a prefix list takes. Meanwhile its state is <c>modify-in-progress</c>, its entries are the old ones, and
    /// nobody can change it again. Default: not at all.
    /// </summary>
    public TimeSpan PrefixListDelay { get; set; }

    /// <summary>How often a call may be made in a region, such as <see cref="Ec2RateLimits.Of"/>. Null for any number of times.</summary>
    public Func<LabCall, RateLimit?>? RateLimits { get; set; }

    /// <summary>
    /// Whether a region has a default VPC, with its default group, from the beginning. It counts until the region is first used.
    /// </summary>
    public bool HasDefaultVpc { get; set; } = true;

    /// <summary>Whether ids that EC2 would call malformed are taken for ids of nothing: tests read more easily with <c>sgr-1</c>.</summary>
    public bool AllowsShortIds { get; set; }
}
