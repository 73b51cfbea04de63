using SgWatch.Policies.Reading;
using SgWatch.Policies.Wording;
using SgWatch.Rules;

namespace SgWatch.Tests.Policies.Wording;

public sealed class ExemptionTextTests
{
    [Theory]
    [InlineData("SEC-1", "  - reason: SEC-1\n")]
    [InlineData("SEC-1: vendor", "  - reason: \"SEC-1: vendor\"\n")]
    [InlineData("#1 of \"many\" \\ Müller", "  - reason: \"#1 of \\\"many\\\" \\\\ Müller\"\n")]
    [InlineData("- a, b", "  - reason: \"- a, b\"\n")]
    public void What_a_person_wrote_stands_in_the_policy_as_it_was_written(string reason, string line)
    {
        var text = ExemptionText.Write("sg-1", [RuleText.Parse("ingress tcp/22 from ::/0")], reason, new(2026, 12, 31));

        Assert.Contains(line, text, StringComparison.Ordinal);
        var policy = Assert.IsType<PolicyReadResult.Accepted>(
            PolicyReader.Read("test", $"version: 1\nguardrails: [{{ name: closed, forbid: any }}]\n{text}")).Policy;
        Assert.Equal(reason, Assert.Single(policy.Exemptions).Reason);
    }
}
