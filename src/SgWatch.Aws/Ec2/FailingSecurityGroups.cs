using SgWatch.Calls;
using SgWatch.Guard.Ports;

namespace SgWatch.Aws.Ec2;

/// <summary>The security groups of an account and region that can't be reached. Every call fails with the same failure.</summary>
internal sealed class FailingSecurityGroups(CallFailure failure) : ForwardedSecurityGroups
{
    public override ISecurityGroups ForIncident(string incidentId) => this;

    protected override Task<CallResult<T>> ForwardAsync<T>(
        Func<ISecurityGroups, Task<CallResult<T>>> call, CancellationToken cancellationToken) =>
        Task.FromResult<CallResult<T>>(failure);
}
