using CsCheck;
using SgWatch.Rules;
using SgWatch.Text;
using SgWatch.Traffic;
using SgWatch.Verdicts;

namespace SgWatch.Tests.Verdicts;

public sealed class TrafficJsonCacheTests
{
    [Theory]
    [InlineData(1 << 22)]
    [InlineData(1500)] // room for about two sets, so that it is emptied all the time
    public void Verdicts_read_the_same_with_a_cache_of_others(int maxBytes) => Gen.Select(JudgeCase.Any, JudgeCase.Any).Holds(pair =>
    {
        var (one, other) = pair;
        var cache = new TrafficJsonCache(maxBytes);
        return new[] { one, other, one, other }.All(@case => Written(@case.Judged(), cache) == Written(@case.Judged(), null));
    }, cases: 10_000);

    [Fact]
    public void A_set_that_takes_too_many_rules_is_written_as_its_rule_the_second_time_too()
    {
        var rule = RuleText.Parse("ingress tcp from 0.0.0.0/0");
        var everyOtherPort = Enumerable.Range(0, 1001).Aggregate(default(TrafficSet), (all, i) => all.Union(
            AdmittedTraffic.Of(RuleText.Parse($"ingress tcp/{i * 2} from 0.0.0.0/0"), PrefixLists.None)));
        var group = SampleGroups.Web() with { Rules = [rule] };
        var verdict = new Verdict(
            group,
            [new(new("many"), FindingKind.Violation, rule, everyOtherPort, FindingAction.Alert, "why")],
            SgWatch.Verdicts.Plan.Nothing);
        var cache = new TrafficJsonCache();

        Assert.Contains("\"violates\":[\"ingress tcp from 0.0.0.0/0\"]", Written(verdict, cache), StringComparison.Ordinal);
        Assert.Equal(Written(verdict, null), Written(verdict, cache));
    }

    private static string Written(Verdict verdict, TrafficJsonCache? cache) =>
        JsonOutput.Text(json => FindingJson.Write(json, verdict, cache));
}
