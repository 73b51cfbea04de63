namespace SgWatch.Verdicts;

/// <summary>How many rules a group may have, in each direction and address family.</summary>
/// <remarks>Source: Amazon VPC user guide, Amazon VPC quotas, Security groups.</remarks>
/// <param name="RulesPerGroup">Such as 60.</param>
public sealed record GroupQuota(int RulesPerGroup)
{
    /// <summary>EC2's default. An account may have asked for another value.</summary>
    public static GroupQuota Default { get; } = new(60);

    /// <summary>EC2's default, because the account's own quota can't be read.</summary>
    public static GroupQuota Assumed { get; } = Default with { IsAssumed = true };

    /// <summary>Whether the account may have another quota, which can't be read.</summary>
    public bool IsAssumed { get; init; }
}
