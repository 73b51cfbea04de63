using SgWatch.Rules;
using SgWatch.Traffic;
using SgWatch.Verdicts;

namespace SgWatch.Tests.Verdicts;

public sealed class FindingTests
{
    [Theory] // 8.8.8.0/24 are the entries of pl-1
    [InlineData("udp/53 from 10.0.0.0/8", "tcp/443 from pl-1", "tcp/443 from 10.0.0.0/16")]
    [InlineData("tcp/443 from 10.0.0.0/17", "tcp/443 from pl-1", "tcp/443 from 10.0.128.0/17")] // in addition to the list
    [InlineData("tcp/443 from 8.8.8.128/25", "tcp/443 from 8.8.8.0/25", "tcp/443 from 10.0.0.0/16")] // a part of it
    public void A_missing_list_is_restored_by_its_id_unless_a_part_of_it_is_refused(string refused, params string[] restored)
    {
        var missing = new Finding(
            new("g"), FindingKind.Missing, null, On("tcp/443 from 8.8.8.0/24", "tcp/443 from 10.0.0.0/16"), FindingAction.Restore, "why")
        {
            RequiredLists = [("pl-1", On("tcp/443 from 8.8.8.0/24"))],
        };

        Assert.Equal(On(restored), missing.Restores(On(refused)));
    }

    private static TrafficSet On(params string[] rules) =>
        rules.Aggregate(
            default(TrafficSet), (all, rule) => all.Union(AdmittedTraffic.Of(RuleText.Parse($"ingress {rule}"), PrefixLists.None)));
}
