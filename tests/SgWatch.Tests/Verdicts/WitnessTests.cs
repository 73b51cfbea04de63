using SgWatch.Rules;
using SgWatch.Traffic;
using SgWatch.Verdicts;

namespace SgWatch.Tests.Verdicts;

public sealed class WitnessTests
{
    [Theory]
    [InlineData("ingress tcp/80-90 from 10.0.0.0/8", "tcp/80 from 10.0.0.0")]
    [InlineData("ingress any from 10.0.0.0/8", "tcp/22 from 10.0.0.0")] // what people know best to be dangerous
    [InlineData("egress any to 10.0.0.0/8", "tcp/443 to 10.0.0.0")]
    [InlineData("egress tcp/20-30 to 10.0.0.0/8", "tcp/20 to 10.0.0.0")]
    [InlineData("ingress tcp/440-450 from 10.0.0.0/8", "tcp/440 from 10.0.0.0")]
    [InlineData("ingress tcp/22 from 0.0.0.0/0", "tcp/22 from 1.0.0.0")] // a public address before any other
    [InlineData("ingress tcp/22 from ::/0", "tcp/22 from ::2")]
    [InlineData("ingress icmp/8 from 10.0.0.0/8", "icmp/8/0 from 10.0.0.0")]
    [InlineData("ingress icmp/3/4 from 10.0.0.0/8", "icmp/3/4 from 10.0.0.0")]
    [InlineData("ingress 50 from 10.0.0.0/8", "50 from 10.0.0.0")]
    [InlineData("ingress tcp/22 from sg-1", "tcp/22 from sg-1")]
    [InlineData("egress udp/53 to pl-1", "udp/53 to pl-1")]
    public void It_is_one_packet_of_the_set(string rule, string witness) =>
        Assert.Equal(witness, Witness.In(AdmittedTraffic.Of(RuleText.Parse(rule), PrefixLists.None))?.ToString());

    [Fact]
    public void There_is_none_of_what_holds_nothing_or_nothing_that_has_a_name()
    {
        var notUnderstood = new SecurityGroupRule("sgr-1", false, Service.Any, new Peer.Unknown("something new"));

        Assert.Null(Witness.In(default));
        Assert.Null(Witness.In(TrafficSet.Of(false, Service.Any, new(default, NameSet.Everything, default))));
        Assert.Null(Witness.In(TrafficSet.Of(false, Service.Any, new(default, default, NameSet.Everything))));
        Assert.Null(Witness.In(AdmittedTraffic.Of(notUnderstood, PrefixLists.None)));
    }
}
