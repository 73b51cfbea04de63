namespace SgWatch.Rules;

/// <summary>What a security group is used for.</summary>
/// <param name="GroupName">The group's name.</param>
/// <param name="Interfaces">How many network interfaces it is attached to.</param>
public sealed record GroupUse(string GroupName, int Interfaces);
