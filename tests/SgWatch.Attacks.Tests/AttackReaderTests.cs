namespace SgWatch.Attacks.Tests;

public sealed class AttackReaderTests
{
    private const string Head = "number: 1\ntitle: t\nway-in: w\nmissed-by: m\nheld-by: h\n";

    [Fact]
    public void A_call_becomes_the_parameters_of_the_query_protocol()
    {
        var call = Call("""
              - call: AuthorizeSecurityGroupIngress
                with: { GroupId: $web, IpPermissions: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: 0.0.0.0/1 }, { CidrIp: 128.0.0.0/1 }] }] }
                save: { rule: securityGroupRuleId }
                may-fail: [InvalidPermission.Duplicate]
            """);

        Assert.Equal(
            [
                "GroupId=$web",
                "IpPermissions.1.IpProtocol=-1",
                "IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0/1",
                "IpPermissions.1.IpRanges.2.CidrIp=128.0.0.0/1",
            ],
            Texts(call.Parameters));
        Assert.Equal("securityGroupRuleId", call.Saves["rule"]);
        Assert.Equal(["InvalidPermission.Duplicate"], call.MayFail);
    }

    [Fact]
    public void An_item_is_repeated_for_each_block_or_number()
    {
        var call = Call("""
              - call: C
                with:
                  A: [{ blocks: 0.0.0.0/0, prefix: 8, skip: 254, take: 9, item: { Cidr: "{block}" } }]
                  B: [{ times: 2, item: "k{i}{x3}" }]
            """);

        Assert.Equal(["A.1.Cidr=254.0.0.0/8", "A.2.Cidr=255.0.0.0/8", "B.1=k0xxx", "B.2=k1xxx"], Texts(call.Parameters));
    }

    [Fact]
    public void Groups_may_be_made_and_ended_by_number()
    {
        var attack = AttackReader.Read("x.yaml", $"{Head}steps:\n" + """
              - times: 2
                item: { call: CreateSecurityGroup, with: { GroupName: "n{i}" }, save: { "user{i}": groupId } }
              - sweep-after-seconds: 3600
              - sweep: true
            ends:
              user{i}: { times: 2, has: [], may-have: [egress any to 0.0.0.0/0], may-have-on: account }
            """);

        Assert.Equal(["user0", "user1"], attack.Steps.OfType<AttackStep.Ec2>().SelectMany(step => step.Saves.Keys));
        Assert.Equal([3600, 0], attack.Steps.OfType<AttackStep.Sweep>().Select(step => step.After.TotalSeconds));
        Assert.Equal(["user0", "user1"], attack.Ends.Keys.Order(StringComparer.Ordinal));
        Assert.All(attack.Ends.Values, end => Assert.Equal(AttackTargetKinds.Account, end.MayHaveOn));
    }

    [Theory]
    [InlineData("2400::/16", 21, 0, "2400::/21")]
    [InlineData("2400::/16", 21, 31, "2400:f800::/21")]
    [InlineData("8.0.0.0/8", 13, 31, "8.248.0.0/13")]
    public void A_range_is_cut_into_blocks_of_one_size(string range, int prefix, int skip, string expected) =>
        Assert.Equal(expected, AddressBlocks.Of(range, prefix, skip, 1).Single());

    [Theory]
    [InlineData("steps:\n  - cal: C", "'cal' is unknown")]
    [InlineData("steps:\n  - on: lab", "a step is a call")]
    [InlineData("steps: 7", "'steps' must be a list")]
    [InlineData("steps: [", "x.yaml:")]
    [InlineData("colour: red", "'colour' is unknown")]
    public void A_mistake_is_reported_with_its_file(string yaml, string expected)
    {
        var problem = Assert.Throws<FormatException>(() => AttackReader.Read("x.yaml", Head + yaml));
        Assert.Contains("x.yaml:", problem.Message, StringComparison.Ordinal);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    private static AttackStep.Ec2 Call(string steps) =>
        (AttackStep.Ec2)AttackReader.Read("x.yaml", $"{Head}steps:\n{steps}").Steps.Single();

    private static IEnumerable<string> Texts(IEnumerable<KeyValuePair<string, string>> parameters) =>
        parameters.Select(parameter => $"{parameter.Key}={parameter.Value}");
}
