using SgWatch.Aws.Connections;
using SgWatch.Aws.Members;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;

namespace SgWatch.Aws.Ec2;

/// <summary>Opens the security groups of the guard's own account and, with a role there, of others, in any region.</summary>
/// <remarks>Keeps what it opened, at most <see cref="MaxRegions"/> regions of its own account; others by <see cref="MemberSessions"/>.</remarks>
public sealed class AwsSecurityGroupsProvider : ISecurityGroupsProvider
{
    private const int MaxRegions = 64; // AWS has fewer; the names come from events, and so may be anything
    private const int MaxRegionLength = 32;

    private readonly AwsConnection _connection;
    private readonly OwnAccount _ownAccount;
    private readonly TimeProvider _time;
    private readonly MemberSessions? _members;
    private readonly LeastRecentlyUsed<string, ISecurityGroups> _regions = new(MaxRegions);

    /// <param name="connection">The guard's own identity.</param>
    /// <param name="ownAccount">The guard's own account.</param>
    /// <param name="time">For time limits, and for how long credentials are good.</param>
    /// <param name="members">The sessions in other accounts; null where there are none.</param>
    public AwsSecurityGroupsProvider(AwsConnection connection, OwnAccount ownAccount, TimeProvider time, MemberSessions? members = null) =>
        (_connection, _ownAccount, _time, _members) = (connection, ownAccount, time, members);

    /// <summary>How many regions are kept open.</summary>
    internal int Kept => _regions.Count;

    public ISecurityGroups Open(AccountRegion accountRegion)
    {
        var (account, region) = accountRegion;
        if (region is not null && !IsRegion(region))
        {
            return Refused("InvalidRegion", "The event names no region of AWS.");
        }
        if (account is not null && !(account.Length == 12 && account.All(char.IsAsciiDigit)))
        {
            return Refused("InvalidAccount", "The event names no account of AWS.");
        }
        var here = region ?? _connection.Region;
        var own = _regions.Get(here, () => new Ec2SecurityGroups(_connection.CreateEc2(here), here, _time));
        if (account is null || account == _ownAccount.Id)
        {
            return own;
        }
        var other = OpenMember(account, here);
        return _ownAccount.Id is null ? new AccountSecurityGroups(own, account, _ownAccount, other) : other;
    }

    // without a role there nothing is done: acting in the own account would hit the wrong group
    private ISecurityGroups OpenMember(string account, string region) => _members is null
        ? new FailingSecurityGroups(new(CallFailureKind.Refused, "AssumeRole", "NoMemberRole",
            $"The group belongs to account {account}, in which the guard has no role."))
        : new MemberSecurityGroups(_members, account, region);

    private static FailingSecurityGroups Refused(string code, string message) => new(new(CallFailureKind.Rejected, "Open", code, message));

    // a region becomes part of a host name, so nothing else may pass
    private static bool IsRegion(string region) => region.Length is > 0 and <= MaxRegionLength
        && region.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && region[0] != '-' && region[^1] != '-';
}
