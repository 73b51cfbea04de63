using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Tests.Verdicts;

public sealed class PlanTests
{
    [Fact] // and it ends: the inverse has an inverse too
    public void Its_text_has_its_rules()
    {
        var plan = new Plan(
            [RuleText.Parse("ingress tcp/22 from ::/0"), RuleText.Parse("ingress tcp/23 from ::/0")],
            [RuleText.Parse("egress any to 10.0.0.0/8"), RuleText.Parse("egress any to sg-1")]);

        Assert.Equal(
            "Plan { Revoke = ingress tcp/22 from ::/0, ingress tcp/23 from ::/0, "
            + "Authorize = egress any to 10.0.0.0/8, egress any to sg-1 }",
            plan.ToString());
    }
}
