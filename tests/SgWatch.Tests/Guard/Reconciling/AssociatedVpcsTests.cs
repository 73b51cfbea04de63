using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Tests.Guard.Remembering;
using static SgWatch.Tests.Guard.Remembering.MemoryHarness;

namespace SgWatch.Tests.Guard.Reconciling;

/// <summary>A group that is associated with a VPC is one of that VPC's groups. POLICY: "SELECTOR".</summary>
public sealed class AssociatedVpcsTests
{
    private const string NoSshInVpc = """
        guardrails:
          - name: no-ssh
            judge: state
            groups: { vpc: vpc-2 }
            forbid: [{ ingress: tcp/22, from: any }]
        """;

    private readonly MemoryHarness _world = new(NoSshInVpc);

    public AssociatedVpcsTests() => _world.Open(Ssh);

    [Fact]
    public async Task An_open_group_that_reaches_the_VPC_is_closed_by_a_sweep()
    {
        await _world.SweepAsync();
        Assert.Single(_world.Rules);

        _world.Ec2.Associate("sg-1", "vpc-2");
        await _world.After(Hour).SweepAsync();

        Assert.Empty(_world.Rules);
    }

    [Fact]
    public async Task An_open_group_that_reaches_the_VPC_is_closed_by_an_event()
    {
        _world.Ec2.Associate("sg-1", "vpc-2");

        await _world.LookAsync();

        Assert.Empty(_world.Rules);
    }

    [Fact]
    public async Task A_guardrail_that_leaves_the_VPC_out_leaves_the_group_out()
    {
        var world = new MemoryHarness(NoSshInVpc.Replace("{ vpc: vpc-2 }", "{ not: { vpc: vpc-2 } }", StringComparison.Ordinal));
        world.Open(Ssh);
        world.Ec2.Associate("sg-1", "vpc-2");

        await world.LookAsync();

        Assert.Single(world.Rules);
    }

    [Fact]
    public async Task Associations_that_cannot_be_read_for_now_are_no_pass()
    {
        _world.Ec2.Associate("sg-1", "vpc-2");
        _world.Ec2.FailNext("ReadAssociations", CallFailureKind.Transient, times: 20);

        var response = await _world.LookAsync();

        Assert.Equal(GuardOutcome.Failed, response.Outcome);
    }

    [Fact]
    public async Task A_guard_that_may_not_ask_judges_each_group_by_its_own_VPC()
    {
        var world = new MemoryHarness(NoSshInVpc.Replace("vpc-2", "vpc-1", StringComparison.Ordinal));
        world.Open(Ssh);
        world.Ec2.FailNext("ReadAssociations", CallFailureKind.Refused, times: 20);

        await world.LookAsync();

        Assert.Empty(world.Rules);
    }

    [Fact]
    public async Task A_policy_that_selects_no_VPC_asks_for_none()
    {
        var world = new MemoryHarness(NoSshExceptEdge);
        world.Open(Ssh);

        await world.SweepAsync();
        await world.LookAsync();

        Assert.DoesNotContain("ReadAssociations", world.Ec2.Calls);
    }

    [Fact]
    public async Task A_sweep_asks_once_for_all_groups_of_a_page()
    {
        for (var i = 2; i <= 30; i++)
        {
            _world.Ec2.Put(_world.Ec2.Groups["sg-1"] with { GroupId = $"sg-{i}", GroupName = $"web-{i}", Rules = [] });
        }

        await _world.SweepAsync();

        Assert.Single(_world.Ec2.Calls, "ReadAssociations");
    }
}
