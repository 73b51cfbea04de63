using System.Collections.Immutable;
using Amazon.EC2;
using SgWatch.Aws.Calls;
using SgWatch.Calls;

namespace SgWatch.Aws.Ec2;

/// <summary>With which VPCs groups are associated.</summary>
internal static class VpcAssociations
{
    private const int PerPage = 1000; // DescribeSecurityGroupVpcAssociations: 5-1000

    private static readonly SecurityGroupVpcAssociationState[] Over =
    [
        SecurityGroupVpcAssociationState.AssociationFailed, SecurityGroupVpcAssociationState.Disassociated,
    ];

    /// <summary>Reads them. An association that begins or ends counts too.</summary>
    /// <param name="ec2">The client.</param>
    /// <param name="groupIds">The groups, at most 200.</param>
    /// <param name="time">The clock of time limits.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>The VPCs by the group's id. A group without an association is left out.</returns>
    public static Task<CallResult<ImmutableDictionary<string, ImmutableArray<string>>>> ReadAsync(
        IAmazonEC2 ec2, ImmutableArray<string> groupIds, TimeProvider time, CancellationToken cancellationToken) =>
        AwsCall.TryEachAsync("DescribeSecurityGroupVpcAssociations", time, async each =>
        {
            var all = await Pages.ReadAllAsync(async next =>
            {
                var answer = await each.RunAsync(token => ec2.DescribeSecurityGroupVpcAssociationsAsync(
                    new()
                    {
                        Filters = [new() { Name = "group-id", Values = [.. groupIds] }],
                        MaxResults = PerPage,
                        NextToken = next,
                    },
                    token));
                return (answer.SecurityGroupVpcAssociations, answer.NextToken);
            });
            return all.Where(association => !Over.Contains(association.State))
                .GroupBy(association => association.GroupId, association => association.VpcId, StringComparer.Ordinal)
                .ToImmutableDictionary(vpcs => vpcs.Key, vpcs => vpcs.ToImmutableArray(), StringComparer.Ordinal);
        }, cancellationToken);
}
