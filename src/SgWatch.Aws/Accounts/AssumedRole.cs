using Amazon.Runtime;
using SgWatch.Aws.Connections;
using SgWatch.Guard.Ports;

namespace SgWatch.Aws.Accounts;

/// <summary>A role in another account, assumed until its credentials expire. What is opened with the credentials goes with them.</summary>
/// <param name="credentials">The role's temporary credentials.</param>
internal sealed class AssumedRole(AWSCredentials credentials)
{
    private const int MaxRegions = 32;

    private readonly LeastRecentlyUsed<string, ISecurityGroups> _groups = new(MaxRegions);

    public AWSCredentials Credentials => credentials;

    /// <summary>The account's groups of a region; they are opened if they aren't open yet.</summary>
    public ISecurityGroups Groups(string region, Func<ISecurityGroups> open) => _groups.Get(region, open);
}
