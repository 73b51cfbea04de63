using System.Globalization;

namespace SgWatch.Policies.Reading;

/// <summary>Warnings about a policy without mistakes.</summary>
public static class PolicyWarnings
{
    private const int SoonDays = 30;

    /// <summary>A warning for every exemption that has ended, or that ends within 30 days.</summary>
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
    }
}
