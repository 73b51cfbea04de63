using SgWatch.Aws.Connections;
using SgWatch.Guard;

namespace SgWatch.Aws.Ec2;

/// <summary>Opens the security groups of the guard's own account, in any region.</summary>
/// <remarks>Keeps what it opened, one per region and at most <see cref="MaxRegions"/>.</remarks>
public sealed class AwsSecurityGroupsProvider(AwsConnection connection, OwnAccount ownAccount, TimeProvider time) : ISecurityGroupsProvider
{
    private const int MaxRegions = 64; // AWS has fewer; the names come from events, and so may be anything
    private const int MaxRegionLength = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ISecurityGroups> _regions = new(StringComparer.Ordinal);

    /// <summary>How many regions are kept open.</summary>
    internal int Kept => _regions.Count;

    public ISecurityGroups Open(string? account, string? region)
    {
        if (region is not null && !IsRegion(region))
        {
            return new FailingSecurityGroups(new(CallFailureKind.Rejected, "Open", "InvalidRegion", "The event names no region of AWS."));
        }
        var own = OpenOwn(region ?? connection.Region);
        return (account, ownAccount.Id) switch
        {
            (null, _) => own,
            (_, { } id) when id == account => own,
            (_, { } id) => new FailingSecurityGroups(AccountSecurityGroups.NoMemberRole(account, id)),
            _ => new AccountSecurityGroups(own, account, ownAccount),
        };
    }

    private ISecurityGroups OpenOwn(string region)
    {
        lock (_lock)
        {
            if (!_regions.TryGetValue(region, out var groups))
            {
                if (_regions.Count == MaxRegions)
                {
                    _regions.Clear(); // the clients hold nothing of their own: their connections are the AwsConnection's
                }
                groups = _regions[region] = new Ec2SecurityGroups(connection.CreateEc2(region), region, time);
            }
            return groups;
        }
    }

    // a region becomes part of a host name, so nothing else may pass
    private static bool IsRegion(string region) => region.Length is > 0 and <= MaxRegionLength
        && region.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && region[0] != '-' && region[^1] != '-';
}
