using SgWatch.Aws.Ec2;
using SgWatch.Calls;
using SgWatch.Guard.Ports;

namespace SgWatch.Aws.Members;

/// <summary>The security groups of another account, by the role that the guard has there.</summary>
internal sealed class MemberSecurityGroups(MemberSessions sessions, string account, string region) : ForwardedSecurityGroups
{
    protected override async Task<CallResult<T>> ForwardAsync<T>(
        string? incidentId, Func<ISecurityGroups, Task<CallResult<T>>> call, CancellationToken cancellationToken)
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
