namespace SgWatch.Lab.Ec2;

/// <summary>A group that applies in a further VPC too.</summary>
/// <param name="GroupId">The group.</param>
/// <param name="VpcId">The further VPC.</param>
internal sealed record VpcAssociation(string GroupId, string VpcId)
{
    /// <summary>Orders the associations of a region, by the group first.</summary>
    public string Key => $"{GroupId} {VpcId}";
}
