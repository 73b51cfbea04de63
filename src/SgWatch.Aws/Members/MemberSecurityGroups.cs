using SgWatch.Aws.Ec2;
using SgWatch.Calls;
using SgWatch.Guard.Ports;

namespace SgWatch.Aws.Members;

/// <summary>The security groups of another account, by the role that the guard has there.</summary>
/// <param name="sessions">The sessions of that role.</param>
/// <param name="account">The account.</param>
/// <param name="region">The region.</param>
/// <param name="incidentId">The incident that names the session; null for the session that only reads.</param>
internal sealed class MemberSecurityGroups(MemberSessions sessions, string account, string region, string? incidentId = null)
    : ForwardedSecurityGroups
{
    public override ISecurityGroups ForIncident(string incidentId) => new MemberSecurityGroups(sessions, account, region, incidentId);

    protected override async Task<CallResult<T>> ForwardAsync<T>(
        Func<ISecurityGroups, Task<CallResult<T>>> call, CancellationToken cancellationToken)
    {
        var session = incidentId is null ? sessions.ForReading(account) : sessions.ForIncident(account, incidentId);
        return await session.OpenAsync(region, cancellationToken) switch
        {
            CallResult<ISecurityGroups>.Ok(var groups) => await call(groups),
            CallResult<ISecurityGroups>.Failed(var failure) => failure,
            var other => throw new System.Diagnostics.UnreachableException($"MemberSecurityGroups has no case for {other.GetType().Name}."),
        };
    }
}
