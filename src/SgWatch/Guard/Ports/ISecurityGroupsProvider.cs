namespace SgWatch.Guard.Ports;

/// <summary>Opens the security groups of an account and region.</summary>
public interface ISecurityGroupsProvider
{
    /// <summary>The groups of an account and region; null means the guard's own.</summary>
    ISecurityGroups Open(string? account, string? region);
}
