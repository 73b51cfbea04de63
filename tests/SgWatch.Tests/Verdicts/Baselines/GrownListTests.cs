using System.Collections.Immutable;
using SgWatch.Rules;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;
using static SgWatch.Tests.Verdicts.JudgeCalls;

namespace SgWatch.Tests.Verdicts.Baselines;

/// <summary>A remembered rule through a prefix list that holds more than when its group was settled.</summary>
public sealed class GrownListTests
{
    private const string NoWorld = "guardrails: [{ name: no-world, forbid: [{ ingress: any, from: world }] }]";

    [Theory]
    [InlineData(true, Standing.Tolerated)] // AWS changes its own lists, and nobody opened anything
    [InlineData(false, Standing.New)]
    public void Growth_is_somebodys_change_unless_AWS_manages_the_list(bool isOfAws, Standing expected)
    {
        var policy = Policy(NoWorld);
        var group = SampleGroups.Web("ingress tcp/443 from pl-1");
        var region = new RegionMemory(Noon, Noon) { ListedAt = Noon, CompleteAt = Noon }.Under(policy, Noon);
        var small = Recollect(Listed("8.0.0.0/9"), null, Noon);
        var memory = new Settlement(small, [], ImmutableHashSet<string>.Empty).Settle();

        var grown = Recollect(Listed("8.0.0.0/7"), memory, Noon.AddDays(30));
        var verdict = Judge.Decide(
            new(policy, group, grown.PrefixLists, InspectionCause.Sweep, grown.Now) { Standings = new RememberedStandings(grown) });

        Assert.Equal(expected, Assert.Single(verdict.Findings).Standing!.Kind);

        PrefixLists Listed(string cidr) => Lists("pl-1", cidr) with { OfAws = isOfAws ? ["pl-1"] : [] };

        Recollection Recollect(PrefixLists lists, GroupMemory? known, DateTimeOffset now) =>
            new(policy, group, lists, known, region, ImmutableDictionary<string, RuleMaker>.Empty, now);
    }

    [Theory]
    [InlineData("8.0.0.0/9", "8.0.0.0/7", Standing.New)] // it complied
    [InlineData("8.0.0.0/8", "8.0.0.0/7", Standing.New)] // it was tolerated
    [InlineData("8.0.0.0/8", "8.0.0.0/8", Standing.Tolerated)]
    public void A_rule_made_anew_takes_the_old_ones_place_unless_its_list_grew_meanwhile(string before, string after, Standing expected)
    {
        var policy = Policy(NoWorld);
        var old = SampleGroups.Web("ingress tcp/443 from pl-1");
        var anew = old with { Rules = [old.Rules[0] with { SecurityGroupRuleId = "sgr-anew" }] };
        var region = new RegionMemory(Noon, Noon).Under(policy, Noon);
        var first = Recollect(old, before, null, Noon);
        var memory = new Settlement(first, Decide(first).Findings, ImmutableHashSet<string>.Empty).Settle();
        region = region with { ListedAt = Noon, CompleteAt = Noon };

        var verdict = Decide(Recollect(anew, after, memory, Noon.AddDays(30)));

        Assert.Equal(expected, Assert.Single(verdict.Findings).Standing!.Kind);

        Recollection Recollect(SecurityGroup group, string list, GroupMemory? known, DateTimeOffset now) =>
            new(policy, group, Lists("pl-1", list), known, region, ImmutableDictionary<string, RuleMaker>.Empty, now);

        Verdict Decide(Recollection its) => Judge.Decide(
            new(policy, its.Group, its.PrefixLists, InspectionCause.Sweep, its.Now) { Standings = new RememberedStandings(its) });
    }
}
