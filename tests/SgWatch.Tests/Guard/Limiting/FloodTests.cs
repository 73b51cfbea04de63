using System.Text;
using SgWatch.Guard;
using SgWatch.Guard.PolicySources;
using SgWatch.Guard.Remembering;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Rules;
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Guard.Limiting;

/// <summary>A flood of changes doesn't keep the guard from others, and what is beyond the limit is closed by later sweeps.</summary>
public sealed class FloodTests
{
    private const int Users = 200;
    private const string Sweep = """{"sgwatch":"sweep","account":"111122223333","region":"eu-west-1"}""";

    private readonly GuardHarness _harness = new();
    private int _events;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_list_widened_for_200_groups_takes_no_room_from_what_somebody_opens_then(bool isRemembered)
    {
        var guard = Guard(isRemembered);
        _harness.Ec2.PutPrefixList("pl-1", "10.0.0.0/8");
        for (var i = 0; i < Users; i++)
        {
            _harness.Ec2.Put(Group(i, "ingress tcp/22 from pl-1"));
        }
        _harness.Ec2.Put(Group(Users));
        await HandleAsync(guard, Sweep);
        _harness.Time.Move(TimeSpan.FromMinutes(30));

        _harness.Ec2.PutPrefixList("pl-1", "0.0.0.0/0");
        await HandleAsync(guard, Widened());
        Assert.InRange(OpenGroups, 1, Users - 1); // the hour's budget is gone
        var toldAtOnce = _harness.Mail.Count;
        Assert.Equal(Users + 1, toldAtOnce); // each group, and the limit

        Assert.Equal(GuardOutcome.Reverted, (await OpenAsync(guard, Users)).Outcome);

        var left = OpenGroups;
        for (var hour = 0; hour < 3; hour++)
        {
            _harness.Time.Move(TimeSpan.FromHours(1));
            await HandleAsync(guard, Sweep);
        }
        Assert.Equal(0, OpenGroups);
        Assert.Equal(toldAtOnce + 1 + left, _harness.Mail.Count); // each that was closed later, once
        Assert.Empty(await WaitingAsync(guard));
    }

    [Fact]
    public async Task What_waits_is_closed_by_the_next_sweep_and_in_the_record_until_then()
    {
        var guard = Guard(isRemembered: false, changesPerHour: 2);
        await OpenAsync(guard, 0);
        Assert.Equal(GuardOutcome.Alerted, (await OpenAsync(guard, 1)).Outcome);
        var waiting = Assert.Single(await WaitingAsync(guard));
        Assert.Equal((ChangeBudget.Made, IncidentOutcome.Intended, "sg-00000000000000001"),
            (waiting.Waits, waiting.Outcome, waiting.Before.GroupId));

        _harness.Time.Move(TimeSpan.FromMinutes(61));
        await HandleAsync(guard, Sweep);

        Assert.Equal(0, OpenGroups);
        Assert.Empty(await WaitingAsync(guard));
        var closed = _harness.Incidents[^1];
        Assert.Equal((IncidentOutcome.Reverted, "arn:aws:sts::111122223333:assumed-role/dev/alice"),
            (closed.Outcome, closed.MadeBy?.Actor?.Arn));
    }

    [Fact]
    public async Task What_somebody_else_closed_while_it_waited_is_not_claimed()
    {
        var guard = Guard(isRemembered: false, changesPerHour: 2);
        await OpenAsync(guard, 0);
        await OpenAsync(guard, 1);
        _harness.Ec2.Put(Group(1));
        var told = _harness.Mail.Count;

        _harness.Time.Move(TimeSpan.FromMinutes(61));
        await HandleAsync(guard, Sweep);

        Assert.Equal(told, _harness.Mail.Count);
        Assert.Empty(await WaitingAsync(guard));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_flood_over_more_than_a_day_leaves_one_entry_a_day_for_each_group_and_says_it_once_a_day(bool isRemembered)
    {
        var guard = Guard(isRemembered, changesPerHour: 1);
        await HandleAsync(guard, Sweep);
        for (var hour = 0; hour < 30; hour++)
        {
            await OpenAsync(guard, 100 + hour); // takes the hour's only change
            if (hour == 0)
            {
                await OpenAsync(guard, 1);
            }
            _harness.Time.Move(TimeSpan.FromMinutes(50));
            await HandleAsync(guard, Sweep);
            _harness.Time.Move(TimeSpan.FromMinutes(10));
        }
        Assert.InRange((await WaitingAsync(guard)).Count(incident => incident.Before.GroupId == "sg-00000000000000001"), 1, 2);
        Assert.InRange(_harness.Incidents.Count(incident => incident.Before.GroupId == "sg-00000000000000001"), 1, 2);

        _harness.Time.Move(TimeSpan.FromHours(1));
        await HandleAsync(guard, Sweep);
        Assert.Equal(0, OpenGroups);
    }

    [Fact]
    public async Task The_gravest_goes_first_and_each_hour_makes_it_graver()
    {
        var guard = Guard(isRemembered: false, changesPerHour: 1, """
            guardrails:
              - { name: low, severity: low, forbid: [{ ingress: tcp/21, from: world }] }
              - { name: medium, severity: medium, forbid: [{ ingress: tcp/22, from: world }] }
              - { name: high, severity: high, forbid: [{ ingress: tcp/23, from: world }] }
            """);
        await OpenAsync(guard, 0);
        await OpenAsync(guard, 21, port: 21);
        _harness.Time.Move(TimeSpan.FromMinutes(50));
        await OpenAsync(guard, 22, port: 22);
        await OpenAsync(guard, 23, port: 23);

        var closed = new List<int>();
        for (var hour = 0; hour < 3; hour++)
        {
            _harness.Time.Move(TimeSpan.FromMinutes(65));
            closed.AddRange((await HandleAsync(guard, Sweep)).Groups.Where(group => group.Outcome == GuardOutcome.Reverted)
                .Select(group => int.Parse(group.GroupId["sg-".Length..])));
        }
        // after an hour: high; after two, low has become high, as medium has, and is the older one
        Assert.Equal([23, 21, 22], closed);
    }

    [Fact]
    public async Task One_actor_takes_at_most_half_even_of_what_is_critical()
    {
        var guard = Guard(isRemembered: false, changesPerHour: 10, """
            guardrails:
              - { name: ssh, severity: critical, forbid: [{ ingress: tcp/22, from: world }] }
            """);
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(i < 5 ? GuardOutcome.Reverted : GuardOutcome.Alerted, (await OpenAsync(guard, i)).Outcome);
        }
        Assert.Equal(GuardOutcome.Reverted, (await OpenAsync(guard, 8, actor: "assumed-role/ops/bob")).Outcome);
    }

    [Fact]
    public async Task A_default_group_has_room_of_its_own()
    {
        var guard = Guard(isRemembered: false, changesPerHour: 10);
        for (var i = 0; i < 8; i++)
        {
            await OpenAsync(guard, i, actor: $"assumed-role/role-{i}/x");
        }
        Assert.Equal(3, OpenGroups);
        Assert.Equal(GuardOutcome.Reverted, (await OpenAsync(guard, 9, actor: "assumed-role/dev/x", name: "default")).Outcome);
    }

    [Fact]
    public async Task What_was_refused_is_given_back_and_a_group_counts_once_an_hour()
    {
        var guard = Guard(isRemembered: false, changesPerHour: 4);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(GuardOutcome.Reverted, (await OpenAsync(guard, 0)).Outcome); // the same group
        }
        _harness.Ec2.FailNext("Revoke", SgWatch.Calls.CallFailureKind.Refused);
        Assert.Equal(GuardOutcome.Failed, (await OpenAsync(guard, 1)).Outcome);
        Assert.Equal(GuardOutcome.Reverted, (await OpenAsync(guard, 2)).Outcome);
        Assert.Equal(GuardOutcome.Alerted, (await OpenAsync(guard, 3)).Outcome);
    }

    private int OpenGroups => _harness.Ec2.Groups.Values.Count(group => !group.Rules.IsEmpty);

    private SecurityGroupGuard Guard(bool isRemembered, int? changesPerHour = null, string? policy = null)
    {
        var read = policy is null ? BuiltInPolicy.Instance : Verdicts.JudgeCalls.Policy(policy);
        var limited = read with { Limits = changesPerHour is { } limit ? new(limit) : new() };
        return new(_harness.Ec2, _harness, _harness, new FixedPolicy(limited), new() { MaxGroupsAtOnce = 1 }, _harness.Time, new Random(1))
        {
            Memory = isRemembered ? new ProcessMemoryStore() : null,
            DeployedAt = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero),
        };
    }

    private static SecurityGroup Group(int i, params string[] rules) => SampleGroups.Web(rules) is var group ? group with
    {
        GroupId = $"sg-{i:d17}",
        Rules = [.. group.Rules.Select(rule => rule with { SecurityGroupRuleId = $"sgr-{i:d17}" })],
    } : null!;

    private Task<GuardResponse> OpenAsync(
        SecurityGroupGuard guard, int i, int port = 22, string actor = "assumed-role/dev/alice", string name = "web")
    {
        var rule = $"sgr-{++_events:d17}";
        var group = Group(i, $"ingress tcp/{port} from 0.0.0.0/0") with { GroupName = name };
        group = group with { Rules = [group.Rules[0] with { SecurityGroupRuleId = rule }] };
        _harness.Ec2.Put(group);
        return HandleAsync(guard, Authorized(group, rule).Replace("11111111-2222", $"{_events:d8}-2222", StringComparison.Ordinal)
            .Replace("assumed-role/dev/alice", actor, StringComparison.Ordinal)
            .Replace("192.0.2.0/24", "0.0.0.0/0", StringComparison.Ordinal)
            .Replace("\"fromPort\":22,\"toPort\":22", $"\"fromPort\":{port},\"toPort\":{port}", StringComparison.Ordinal)
            .Replace("2026-08-01T11:59:50Z", $"{_harness.Time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}", StringComparison.Ordinal));
    }

    private string Widened()
    {
        var time = $"{_harness.Time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}";
        return $$$"""
            {"version":"0","id":"e","detail-type":"AWS API Call via CloudTrail","source":"aws.ec2","account":"111122223333",
             "time":"{{{time}}}","region":"eu-west-1","resources":[],"detail":{
             "eventVersion":"1.10","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/dev/mallory"},
             "eventTime":"{{{time}}}","eventSource":"ec2.amazonaws.com","eventName":"ModifyManagedPrefixList","awsRegion":"eu-west-1",
             "sourceIPAddress":"203.0.113.9","userAgent":"aws-cli/2",
             "requestParameters":{"ModifyManagedPrefixListRequest":{"PrefixListId":"pl-1","CurrentVersion":1,
               "AddEntry":{"tag":1,"Cidr":"0.0.0.0/0"} } },"responseElements":{},
             "eventID":"99999999-2222-3333-4444-555555555555","recipientAccountId":"111122223333","readOnly":false} }
            """;
    }

    private Task<GuardResponse> HandleAsync(SecurityGroupGuard guard, string message) => guard.HandleAsync(
        Encoding.UTF8.GetBytes(message), _harness.Time.GetUtcNow() + TimeSpan.FromMinutes(14), TestContext.Current.CancellationToken);

    private static async Task<List<Incident>> WaitingAsync(SecurityGroupGuard guard)
    {
        var waiting = new List<Incident>();
        for (var day = 1; day <= 4; day++)
        {
            var found = await guard.Record.DayAsync(new(2026, 8, day), isUnnotified: true, 1000, TestContext.Current.CancellationToken);
            Assert.True(found.TryGet(out var entries, out _));
            waiting.AddRange(entries.Select(entry => entry.Incident));
        }
        return waiting;
    }
}
