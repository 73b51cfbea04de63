using SgWatch.Calls;
using SgWatch.Guard;

namespace SgWatch.Aws.Ec2;

/// <summary>The security groups of an account and region that can't be reached. Every call fails with the same failure.</summary>
internal sealed class FailingSecurityGroups(CallFailure failure) : ForwardedSecurityGroups
{
    protected override Task<CallResult<T>> ForwardAsync<T>(
        string? incidentId, Func<ISecurityGroups, Task<CallResult<T>>> call, CancellationToken cancellationToken) =>
        Task.FromResult<CallResult<T>>(failure);
}
