namespace SgWatch.Lab.Trail;

/// <summary>A resource that CloudTrail lists beside an event.</summary>
/// <param name="Type">Such as <c>AWS::EC2::SecurityGroup</c>.</param>
/// <param name="Name">Its id, or for a group its name too.</param>
public sealed record TrailResource(string Type, string Name);
