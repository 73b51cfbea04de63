using SgWatch.Aws.Accounts;
using SgWatch.Aws.Connections;
using SgWatch.Calls;
using SgWatch.Guard;

namespace SgWatch.Aws.Ec2;

/// <summary>The security groups of another account, reached by the role that the guard has there.</summary>
internal sealed class MemberSecurityGroups(
    AwsConnection connection, MemberSessions sessions, string account, string region, TimeProvider time) : ForwardedSecurityGroups
{
    protected override async Task<CallResult<T>> ForwardAsync<T>(
        string? incidentId, Func<ISecurityGroups, Task<CallResult<T>>> call, CancellationToken cancellationToken)
    {
        var session = incidentId is null ? sessions.ForReading(account) : sessions.ForIncident(account, incidentId);
        return (await session.AssumeAsync(region, cancellationToken)).TryGet(out var role, out var failure)
            ? await call(role.Groups(region, () => Open(role)))
            : failure;
    }

    private Ec2SecurityGroups Open(AssumedRole role) => new(connection.CreateEc2(region, role.Credentials), region, time);
}
