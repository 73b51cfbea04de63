using SgWatch.Aws.Accounts;
using SgWatch.Aws.Connections;
using SgWatch.Calls;
using SgWatch.Guard.Ports;

namespace SgWatch.Aws.Ec2;

/// <summary>The security groups of another account, reached by the role that the guard has there.</summary>
/// <param name="connection">The guard's own identity.</param>
/// <param name="sessions">The sessions of that role.</param>
/// <param name="account">The account.</param>
/// <param name="region">The region.</param>
/// <param name="time">The clock of time limits.</param>
/// <param name="incidentId">The incident that names the session; null for the session that only reads.</param>
internal sealed class MemberSecurityGroups(
    AwsConnection connection, MemberSessions sessions, string account, string region, TimeProvider time, string? incidentId = null)
    : ForwardedSecurityGroups
{
    public override ISecurityGroups ForIncident(string incidentId) =>
        new MemberSecurityGroups(connection, sessions, account, region, time, incidentId);

    protected override async Task<CallResult<T>> ForwardAsync<T>(
        Func<ISecurityGroups, Task<CallResult<T>>> call, CancellationToken cancellationToken)
    {
        var session = incidentId is null ? sessions.ForReading(account) : sessions.ForIncident(account, incidentId);
        return (await session.AssumeAsync(region, cancellationToken)).TryGet(out var role, out var failure)
            ? await call(role.Groups(region, () => Open(role)))
            : failure;
    }

    private Ec2SecurityGroups Open(AssumedRole role) => new(connection.CreateEc2(region, role.Credentials), region, time);
}
