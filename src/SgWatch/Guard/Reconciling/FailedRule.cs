using SgWatch.Calls;
using SgWatch.Rules;

namespace SgWatch.Guard.Reconciling;

/// <summary>A rule that could not be revoked or authorized.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Why">Why.</param>
internal sealed record FailedRule(SecurityGroupRule Rule, CallFailure Why);
