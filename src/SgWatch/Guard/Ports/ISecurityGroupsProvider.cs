using SgWatch.Changes;

namespace SgWatch.Guard.Ports;

/// <summary>Opens the security groups of an account and region.</summary>
public interface ISecurityGroupsProvider
{
    /// <summary>The guard's own account (12 digits); null while unknown. Default: null.</summary>
    string? OwnAccount => null;

    /// <summary>The groups of an account and region. Makes no call: if they can't be reached, the first call fails.</summary>
    /// <param name="accountRegion">The account and region; default for the guard's own.</param>
    ISecurityGroups Open(AccountRegion accountRegion);
}
