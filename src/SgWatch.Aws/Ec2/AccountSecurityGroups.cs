using SgWatch.Aws.Accounts;
using SgWatch.Calls;
using SgWatch.Guard.Ports;

namespace SgWatch.Aws.Ec2;

/// <summary>The security groups of an account that may be the guard's own. Each call first makes sure whether it is.</summary>
/// <param name="own">The groups of the guard's own account.</param>
/// <param name="account">The account that was asked for.</param>
/// <param name="ownAccount">The guard's own account.</param>
/// <param name="other">The account's groups if it is another one.</param>
internal sealed class AccountSecurityGroups(ISecurityGroups own, string account, OwnAccount ownAccount, ISecurityGroups other)
    : ForwardedSecurityGroups
{
    public override ISecurityGroups ForIncident(string incidentId) =>
        new AccountSecurityGroups(own.ForIncident(incidentId), account, ownAccount, other.ForIncident(incidentId));

    protected override async Task<CallResult<T>> ForwardAsync<T>(
        Func<ISecurityGroups, Task<CallResult<T>>> call, CancellationToken cancellationToken) =>
        (await ownAccount.GetAsync(cancellationToken)).TryGet(out var id, out var failure)
            ? await call(id == account ? own : other)
            : failure;
}
