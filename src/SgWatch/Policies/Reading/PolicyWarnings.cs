using System.Globalization;

namespace SgWatch.Policies.Reading;

/// <summary>Warnings about a policy without mistakes.</summary>
public static class PolicyWarnings
{
    private const int SoonDays = 30;

    private const string AssumedRole = ":assumed-role/";

    /// <summary>
    /// A warning for every exemption that has ended, or that ends within 30 days, and for every glob that names a session.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="now">The time, by which exemptions end.</param>
    public static IEnumerable<PolicyProblem> Of(Policy policy, DateTimeOffset now)
    {
        for (var i = 0; i < policy.Exemptions.Length; i++)
        {
            var exemption = policy.Exemptions[i];
            var (path, until) = ($"exemptions[{i}]", exemption.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            if (!exemption.IsInForce(now))
            {
                yield return new(
                    PolicyCode.ExemptionExpired, exemption.Line, 1, path,
                    $"warning: void since its last day, {until}; take it out or renew it");
            }
            else if (!exemption.IsInForce(now.AddDays(SoonDays)))
            {
                yield return new(PolicyCode.ExemptionExpires, exemption.Line, 1, path, $"warning: its last day is {until}");
            }
        }
        for (var i = 0; i < policy.Guardrails.Length; i++)
        {
            var (guardrail, path) = (policy.Guardrails[i], $"guardrails[{i}].unless-changed-by");
            foreach (var glob in guardrail.UnlessChangedBy.Where(NamesSession))
            {
                yield return new(PolicyCode.SessionNamed, guardrail.Line, 1, path,
                    $"warning: '{glob}' matches nobody, because the name of a session never counts; "
                    + $"write '{glob[..glob.IndexOf('/', RoleStart(glob))]}'");
            }
        }
    }

    // the holder of a session chooses its name; only /* after the role is understood, as any session
    private static bool NamesSession(string glob) => RoleStart(glob) is > 0 and var role
        && glob.IndexOf('/', role) is > 0 and var session && glob[session..] != "/*";

    private static int RoleStart(string glob) =>
        glob.IndexOf(AssumedRole, StringComparison.Ordinal) is >= 0 and var at ? at + AssumedRole.Length : -1;
}
