using SgWatch.Guard;
using SgWatch.Lab.Guarded;
using SgWatch.Policies;

namespace SgWatch.Lab.Tests.Guarded;

/// <summary>When the lab's guard sweeps, and what it does while its record fails.</summary>
public sealed class SweepScheduleTests : IAsyncLifetime
{
    private const string Open = "IpProtocol=tcp&FromPort=22&ToPort=22&CidrIp=0.0.0.0/0";

    private readonly List<GuardResponse> _responses = [];
    private GuardedLab? _lab;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private GuardedLab Lab => _lab ?? throw new InvalidOperationException("The lab isn't started.");

    private int Sweeps => _responses.Sum(response => response.SweepsCompleted);

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _lab?.DisposeAsync() ?? default;

    [Fact]
    public async Task It_sweeps_at_its_start_and_each_hour_the_regions_in_which_EC2_was_called()
    {
        await StartAsync(SweepMode.AtStart);
        Assert.Equal(1, Sweeps);
        using var abroad = new LabClient(Lab.Host.Url, "eu-west-1");
        await abroad.Ec2Async("DescribeVpcs");

        await AdvanceAsync(TimeSpan.FromMinutes(59));
        Assert.Equal(1, Sweeps);
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(3, Sweeps);
        await AdvanceAsync(TimeSpan.FromHours(5)); // due five times, done once
        Assert.Equal(5, Sweeps);
    }

    [Fact]
    public async Task Without_a_schedule_it_sweeps_at_its_start_alone()
    {
        await StartAsync(SweepMode.AtStart, isScheduled: false);
        await AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Equal(1, Sweeps);
    }

    [Fact]
    public async Task Unswept_it_is_deployed_by_the_first_sweep_that_somebody_asks_for()
    {
        await StartAsync(SweepMode.Unswept);
        using var client = new LabClient(Lab.Host.Url);
        var before = await OpenAsync(client, "before");
        await AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Empty(_responses);
        Assert.Contains("ingress tcp/22 from 0.0.0.0/0", Rules(before));

        Assert.Equal(200, (await client.LabAsync("Sweep")).Status);

        Assert.Equal(1, Sweeps);
        var after = await OpenAsync(client, "after");
        await Lab.Host.Events.WhenIdleAsync(Cancelled);
        Assert.DoesNotContain("ingress tcp/22 from 0.0.0.0/0", Rules(after));
        await AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(2, Sweeps);
    }

    [Fact]
    public async Task A_record_that_fails_stops_no_revert_and_is_reported()
    {
        await StartAsync(SweepMode.WhenAsked);
        using var client = new LabClient(Lab.Host.Url);
        await client.LabAsync("Record", "Fails=true&Code=AccessDeniedException&StatusCode=400");

        var group = await OpenAsync(client, "web");
        await Lab.Host.Events.WhenIdleAsync(Cancelled);

        Assert.DoesNotContain("ingress tcp/22 from 0.0.0.0/0", Rules(group));
        Assert.Contains(_responses, response => response.RecordFailure?.Code == "AccessDeniedException");
        await client.LabAsync("Record", "Fails=false");
        _responses.Clear();
        await OpenAsync(client, "more");
        await Lab.Host.Events.WhenIdleAsync(Cancelled);
        Assert.All(_responses, response => Assert.Null(response.RecordFailure));
    }

    private async Task StartAsync(SweepMode mode, bool isScheduled = true) =>
        _lab = await GuardedLab.StartAsync(
            new() { Sweeps = mode, SweepEvery = isScheduled ? TimeSpan.FromHours(1) : null },
            BuiltInPolicy.Instance, TimeProvider.System, _responses.Add, Cancelled);

    private async Task AdvanceAsync(TimeSpan by)
    {
        Lab.Host.Clock.PutAhead(by);
        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Cancelled); // the schedule's own task wakes up
        await Lab.Host.Events.WhenIdleAsync(Cancelled);
    }

    private static async Task<string> OpenAsync(LabClient client, string name)
    {
        var group = await client.Ec2TextAsync("groupId", "CreateSecurityGroup", $"GroupName={name}&GroupDescription={name}");
        await client.Ec2TextAsync("return", "AuthorizeSecurityGroupIngress", $"GroupId={group}&{Open}");
        return group;
    }

    private IEnumerable<string> Rules(string groupId) =>
        Lab.Host.Account.Groups("us-east-1").Single(group => group.GroupId == groupId).Rules.Select(rule => rule.ToString());
}
