using SgWatch.Aws.Accounts;
using SgWatch.Aws.Connections;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Rules;

namespace SgWatch.Aws.Ec2;

/// <summary>Opens the security groups of the guard's own account in any region, and with a role those of other accounts.</summary>
/// <remarks>It keeps its clients: those of at most <see cref="MaxRegions"/> regions of the own account, and the member sessions'.</remarks>
public sealed class AwsSecurityGroupsProvider : ISecurityGroupsProvider
{
    private const int MaxRegions = 64; // AWS has fewer; but the names come from events, which anybody can write

    private readonly AwsConnection _connection;
    private readonly OwnAccount _ownAccount;
    private readonly TimeProvider _time;
    private readonly MemberSessions? _members;
    private readonly LeastRecentlyUsed<string, ISecurityGroups> _regions = new(MaxRegions);

    /// <summary>Makes a provider. Nothing is opened yet.</summary>
    /// <param name="connection">The guard's own identity.</param>
    /// <param name="ownAccount">The guard's own account.</param>
    /// <param name="time">The clock of time limits and of the credentials' expiry.</param>
    /// <param name="members">The sessions in other accounts; null if the guard has no role there.</param>
    public AwsSecurityGroupsProvider(AwsConnection connection, OwnAccount ownAccount, TimeProvider time, MemberSessions? members = null) =>
        (_connection, _ownAccount, _time, _members) = (connection, ownAccount, time, members);

    /// <summary>How many regions are open now.</summary>
    internal int Kept => _regions.Count;

    /// <inheritdoc />
    public string? OwnAccount => _ownAccount.Id;

    /// <inheritdoc />
    public ISecurityGroups Open(AccountRegion accountRegion)
    {
        var (account, region) = accountRegion;
        if (region is not null && !AwsIds.IsRegion(region))
        {
            return Refused("InvalidRegion", "The event names no region of AWS.");
        }
        if (account is not null && !AwsIds.IsAccount(account))
        {
            return Refused("InvalidAccount", "The event names no account of AWS.");
        }
        var at = region ?? _connection.Region;
        var own = _regions.Get(at, () => new Ec2SecurityGroups(_connection.CreateEc2(at), at, _time));
        if (account is null || account == _ownAccount.Id)
        {
            return own;
        }
        var other = OpenMember(account, at);
        return _ownAccount.Id is null ? new AccountSecurityGroups(own, account, _ownAccount, other) : other;
    }

    // without a role every call fails: a call in the own account could change a wrong group
    private ForwardedSecurityGroups OpenMember(string account, string region) => _members is null
        ? new FailingSecurityGroups(new(CallFailureKind.Refused, "AssumeRole", "NoMemberRole",
            $"The group belongs to account {account}, in which the guard has no role."))
        : new MemberSecurityGroups(_connection, _members, account, region, _time);

    private static FailingSecurityGroups Refused(string code, string message) =>
        new(new(CallFailureKind.Rejected, "Open", code, message));
}
