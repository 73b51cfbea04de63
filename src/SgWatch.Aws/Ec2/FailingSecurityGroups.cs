using SgWatch.Calls;
using SgWatch.Guard.Ports;

namespace SgWatch.Aws.Ec2;

/// <summary>The security groups of a place that can't be reached: every call fails, for one reason.</summary>
internal sealed class FailingSecurityGroups(CallFailure failure) : ForwardedSecurityGroups
{
    public override ISecurityGroups ForIncident(string incidentId) => this;

    protected override Task<CallResult<T>> ForwardAsync<T>(
        Func<ISecurityGroups, Task<CallResult<T>>> call, CancellationToken cancellationToken) =>
        Task.FromResult<CallResult<T>>(failure);
}
