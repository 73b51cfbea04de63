using Amazon;
using SgWatch.Incidents;

namespace SgWatch.Aws.Findings;

/// <summary>The ARN of the group that an incident is about.</summary>
/// <remarks>Source: Service Authorization Reference, "Resource types defined by Amazon EC2".</remarks>
internal static class GroupArn
{
    public static string Of(Incident incident) =>
        $"arn:{Partition(incident)}:ec2:{incident.Region}:{incident.Account}:security-group/{incident.Before.GroupId}";

    /// <summary>Such as aws-cn, by the incident's region.</summary>
    public static string Partition(Incident incident) =>
        incident.Region is { } region ? RegionEndpoint.GetBySystemName(region).PartitionName : "aws";
}
