using System.Globalization;
using SgWatch.Policies;
using SgWatch.Policies.Reading;

namespace SgWatch.Cli.PolicyFiles;

/// <summary>What is worth telling about a policy that has no mistake.</summary>
internal static class PolicyWarnings
{
    private const int SoonDays = 30;

    /// <summary>Exemptions that are void, and those that will be within 30 days.</summary>
    public static IEnumerable<PolicyProblem> Of(Policy policy, DateTimeOffset now)
    {
        for (var i = 0; i < policy.Exemptions.Length; i++)
        {
            var exemption = policy.Exemptions[i];
            var until = exemption.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            if (!exemption.IsInForce(now))
            {
                yield return new(PolicyCode.ExemptionExpired, exemption.Line, 1, $"exemptions[{i}]", $"warning: void since its last day, {until}: take it out or renew it");
            }
            else if (!exemption.IsInForce(now.AddDays(SoonDays)))
            {
                yield return new(PolicyCode.ExemptionExpires, exemption.Line, 1, $"exemptions[{i}]", $"warning: its last day is {until}");
            }
        }
    }
}
