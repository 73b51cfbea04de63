using SgWatch.Changes;

namespace SgWatch.Guard.Ports;

/// <summary>Opens the security groups of an account and region.</summary>
public interface ISecurityGroupsProvider
{
    /// <summary>The groups of an account and region. Makes no call: an account that can't be reached fails with the first call.</summary>
    ISecurityGroups Open(AccountRegion accountRegion);
}
