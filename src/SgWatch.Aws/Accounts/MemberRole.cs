namespace SgWatch.Aws.Accounts;

/// <summary>The role that the guard assumes in other accounts. It has the same name in each of them.</summary>
/// <param name="Name">The role's name, with its path if it has one, such as <c>sgwatch-member</c>.</param>
/// <param name="ExternalId">The external id that the role's trust policy requires; null for none.</param>
public sealed record MemberRole(string Name, string? ExternalId);
