namespace SgWatch.Aws.Members;

/// <summary>The role that the guard assumes in other accounts, the same in each.</summary>
/// <param name="Name">Its name, with its path if it has one, such as <c>sgwatch-member</c>.</param>
/// <param name="ExternalId">The external id that its trust policy asks for; null for none.</param>
public sealed record MemberRole(string Name, string? ExternalId);
