using System.Collections.Immutable;
using Amazon.EC2;
using Amazon.EC2.Model;
using SgWatch.Aws.Calls;
using SgWatch.Calls;
using SgWatch.Rules;
using SecurityGroup = Amazon.EC2.Model.SecurityGroup;

namespace SgWatch.Aws.Ec2;

/// <summary>Says what groups are used for: their names, and the network interfaces that they are attached to.</summary>
internal sealed class GroupUses(IAmazonEC2 ec2, TimeProvider time)
{
    private const int GroupsAtOnce = 200; // the limit of one filter's values
    private const int InterfacesPerPage = 1000; // DescribeNetworkInterfaces: 5-1000

    /// <summary>What each group is used for. A group that isn't there is left out.</summary>
    public async Task<CallResult<ImmutableDictionary<string, GroupUse>>> DescribeAsync(
        ImmutableArray<string> groupIds, CancellationToken cancellationToken)
    {
        var uses = ImmutableDictionary.CreateBuilder<string, GroupUse>(StringComparer.Ordinal);
        foreach (var some in groupIds.Distinct().Chunk(GroupsAtOnce))
        {
            var groups = await AwsCall.TryAsync(
                "DescribeSecurityGroups", time, token => ReadGroupsAsync([.. some], token), cancellationToken);
            var interfaces = await AwsCall.TryAsync(
                "DescribeNetworkInterfaces", time, token => ReadInterfacesAsync([.. some], token), cancellationToken);
            if (!groups.TryGet(out var found, out var failure) || !interfaces.TryGet(out var attached, out failure))
            {
                return failure;
            }
            var counts = attached.SelectMany(each => each.Groups ?? []).CountBy(group => group.GroupId).ToDictionary();
            foreach (var group in found)
            {
                uses[group.GroupId] = new(group.GroupName ?? "", counts.GetValueOrDefault(group.GroupId));
            }
        }
        return uses.ToImmutable();
    }

    private Task<List<SecurityGroup>> ReadGroupsAsync(List<string> groupIds, CancellationToken cancellationToken) =>
        Pages.ReadAllAsync(async next =>
        {
            var answer = await ec2.DescribeSecurityGroupsAsync(
                new() { Filters = [new() { Name = "group-id", Values = groupIds }], NextToken = next }, cancellationToken);
            return (answer.SecurityGroups, answer.NextToken);
        });

    private Task<List<NetworkInterface>> ReadInterfacesAsync(List<string> groupIds, CancellationToken cancellationToken) =>
        Pages.ReadAllAsync(async next =>
        {
            var answer = await ec2.DescribeNetworkInterfacesAsync(
                new()
                {
                    Filters = [new() { Name = "group-id", Values = groupIds }],
                    MaxResults = InterfacesPerPage,
                    NextToken = next,
                },
                cancellationToken);
            return (answer.NetworkInterfaces, answer.NextToken);
        });
}
