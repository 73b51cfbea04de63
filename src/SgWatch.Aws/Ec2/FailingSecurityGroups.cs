using SgWatch.Calls;
using SgWatch.Guard.Ports;

namespace SgWatch.Aws.Ec2;

/// <summary>The security groups of a place that can't be reached: every call fails, for one reason.</summary>
internal sealed class FailingSecurityGroups(CallFailure failure) : ForwardedSecurityGroups
{
    protected override Task<CallResult<T>> ForwardAsync<T>(
        string? incidentId, Func<ISecurityGroups, Task<CallResult<T>>> call, CancellationToken cancellationToken) =>
        Task.FromResult<CallResult<T>>(failure);
}
