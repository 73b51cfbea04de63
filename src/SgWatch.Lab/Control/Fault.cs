using SgWatch.Lab.Api;

namespace SgWatch.Lab.Control;

/// <summary>What is to go wrong with a call.</summary>
/// <param name="Action">The call, such as <c>RevokeSecurityGroupIngress</c>.</param>
/// <param name="GroupId">The group that the call names.</param>
/// <param name="Error">What it answers.</param>
/// <param name="IsAfter">Whether the call does its work first, so that only its answer is lost.</param>
/// <param name="InjectedBy">The access key that asked for it, whose own calls are spared.</param>
internal sealed record Fault(string Action, string GroupId, AwsError Error, bool IsAfter, string InjectedBy);
