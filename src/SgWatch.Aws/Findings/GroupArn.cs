using SgWatch.Changes;
using SgWatch.Incidents;

namespace SgWatch.Aws.Findings;

/// <summary>The ARN of an incident's security group.</summary>
/// <remarks>Source: Service Authorization Reference, "Resource types defined by Amazon EC2".</remarks>
internal static class GroupArn
{
    public static string Of(Incident incident) => new Arn(
        Partition(incident), "ec2", incident.Region, incident.Account, $"security-group/{incident.Before.GroupId}").ToString();

    /// <summary>The partition of the incident's region, such as aws-cn.</summary>
    public static string Partition(Incident incident) =>
        incident.Region is { } region ? Amazon.RegionEndpoint.GetBySystemName(region).PartitionName : "aws";
}
