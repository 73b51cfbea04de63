using System.Collections.Immutable;
using SgWatch.Changes;
using SgWatch.Policies;
using SgWatch.Rules;

namespace SgWatch.Verdicts.Testing;

/// <summary>Runs a policy's own tests.</summary>
/// <remarks>
/// Every rule of a test counts as new. Every guardrail is tested as if it were enforced, even one with <c>mode: observe</c>. So a policy
/// can
/// be tried out in observe mode with the same tests that it will have when it is enforced.
/// </remarks>
public static class PolicyTestRunner
{
    /// <summary>Runs all tests of a policy. The results are in the order of the tests.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="now">The time. It decides which exemptions are in force.</param>
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
        var cause = test.ChangedBy is { } maker ? new InspectionCause(ChangedRules.All.By(Maker(maker))) : InspectionCause.Request;
        var verdict = Judge.Decide(new(policy, test.Group, test.PrefixLists, cause, now));
        var broken = verdict.Findings
            .Where(finding => finding.Kind != FindingKind.UnresolvedPeer)
            .Select(finding => finding.Guardrail.Name);
        var (violates, revoke, authorize) = test.Expect;
        return
        [
            .. Compare("violates", violates, broken),
            .. Compare("revokes", revoke?.Select(index => test.Group.Rules[index].ToString()), Texts(verdict.Plan.Revoke)),
            .. Compare("authorizes", authorize?.Select(rule => rule.ToString()), Texts(verdict.Plan.Authorize)),
        ];
    }

    private static Origin Maker(string principal) => new("Manual")
    {
        Actor = AwsIds.IsServiceHost(principal) ? new() { InvokedBy = principal } : new() { Arn = principal },
    };

    private static IEnumerable<string> Texts(ImmutableArray<SecurityGroupRule> rules) => rules.Select(rule => rule.ToString());

    // an expectation that the test leaves out isn't compared
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
