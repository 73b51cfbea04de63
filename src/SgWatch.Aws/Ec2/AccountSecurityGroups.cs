using SgWatch.Calls;
using SgWatch.Guard.Ports;

namespace SgWatch.Aws.Ec2;

/// <summary>The groups of an account that may or may not be the guard's own: every call first makes sure which.</summary>
/// <param name="own">The guard's own groups.</param>
/// <param name="account">The account named.</param>
/// <param name="ownAccount">The guard's own account.</param>
/// <param name="other">The account's groups, if it is another one.</param>
internal sealed class AccountSecurityGroups(ISecurityGroups own, string account, OwnAccount ownAccount, ISecurityGroups other) : ForwardedSecurityGroups
{
    public override ISecurityGroups ForIncident(string incidentId) =>
        new AccountSecurityGroups(own.ForIncident(incidentId), account, ownAccount, other.ForIncident(incidentId));

    protected override async Task<CallResult<T>> ForwardAsync<T>(
        Func<ISecurityGroups, Task<CallResult<T>>> call, CancellationToken cancellationToken) =>
        await ownAccount.GetAsync(cancellationToken) switch
        {
            CallResult<string>.Failed(var failure) => failure,
            CallResult<string>.Ok(var id) when id != account => await call(other),
            _ => await call(own),
        };
}
