using System.Collections.Immutable;
using SgWatch.Changes;
using SgWatch.Policies;

namespace SgWatch.Verdicts.Testing;

/// <summary>Runs a policy's own tests.</summary>
/// <remarks>
/// Every rule of a test counts as new. The policy is judged as it would act: <c>mode: observe</c>, of the file or of a guardrail, says when it is
/// to act and changes no test, so that a policy can be tried out in observe mode with the tests that it will be enforced with.
/// </remarks>
public static class PolicyTestRunner
{
    /// <summary>The results, in the order of the tests.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="now">On this day exemptions are in force or not.</param>
    public static ImmutableArray<PolicyTestResult> Run(Policy policy, DateTimeOffset now)
    {
        var enforced = policy with
        {
            Mode = PolicyMode.Enforce,
            Guardrails = [.. policy.Guardrails.Select(guardrail => guardrail with { Mode = null })],
        };
        return [.. policy.Tests.Select(test => new PolicyTestResult(test, [.. Differences(enforced, test, now)]))];
    }

    private static IEnumerable<string> Differences(Policy policy, PolicyTest test, DateTimeOffset now)
    {
        var cause = InspectionCause.Request with { Actors = test.ChangedBy is { } arn ? [new Actor { Arn = arn }] : [] };
        var verdict = Judge.Decide(new(policy, test.Group, test.PrefixLists, cause, now));
        var broken = verdict.Findings.Where(finding => finding.Kind != FindingKind.UnresolvedPeer).Select(finding => finding.Guardrail.Name);
        var (violates, revoke, authorize) = test.Expect;
        return
        [
            .. Compare("violates", violates, broken),
            .. Compare("revokes", revoke?.Select(place => test.Group.Rules[place].ToString()), verdict.Plan.Revoke.Select(rule => rule.ToString())),
            .. Compare("authorizes", authorize?.Select(rule => rule.ToString()), verdict.Plan.Authorize.Select(rule => rule.ToString())),
        ];
    }

    // what isn't expected isn't compared
    private static IEnumerable<string> Compare(string verb, IEnumerable<string>? expected, IEnumerable<string> actual)
    {
        if (expected is null)
        {
            return [];
        }
        var (wanted, got) = (expected.ToHashSet(), actual.ToHashSet());
        return
        [
            .. wanted.Except(got).Order(StringComparer.Ordinal).Select(text => $"- {verb} {text}"),
            .. got.Except(wanted).Order(StringComparer.Ordinal).Select(text => $"+ {verb} {text}"),
        ];
    }
}
