using SgWatch.Guard;
using SgWatch.Incidents;
using SgWatch.Policies;
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Guard.Limiting;

public sealed class LimitsTests
{
    // of six changes an hour three are for what is found first; the others are for what waits
    private readonly GuardHarness _harness = new(BuiltInPolicy.Instance with { Limits = new(ChangesPerHour: 6, FightsAfter: 3) });

    [Fact]
    public async Task Past_the_limit_of_an_hour_the_guard_only_reports_and_says_so_once()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(i < 3 ? GuardOutcome.Reverted : GuardOutcome.Alerted, (await OpenAsync(i)).Outcome);
        }

        Assert.Equal([0, 0, 0, 1, 1], _harness.Ec2.Groups.Values.Select(group => group.Rules.Length));
        var said = Assert.Single(_harness.Mail, mail => mail.Subject.Contains("limit of 6 changes", StringComparison.Ordinal));
        Assert.Equal("SgWatch: limit of 6 changes an hour reached in 111122223333, eu-west-1: the rest waits", said.Subject);
        Assert.All(_harness.Mail.TakeLast(1), mail =>
            Assert.Contains("the limit of 6 changes an hour", mail.Text, StringComparison.Ordinal));
        Assert.Equal(2, _harness.Incidents.Count(incident => incident.Outcome == IncidentOutcome.Alerted));
    }

    [Fact]
    public async Task When_the_hour_is_over_it_acts_again_and_what_it_refused_itself_does_not_count()
    {
        for (var i = 0; i < 10; i++)
        {
            await OpenAsync(i);
        }
        _harness.Time.Move(TimeSpan.FromHours(1));
        Assert.Equal(GuardOutcome.Reverted, (await OpenAsync(10)).Outcome);
    }

    [Fact]
    public async Task Another_account_and_another_region_have_hours_of_their_own()
    {
        for (var i = 0; i < 4; i++)
        {
            await OpenAsync(i);
        }
        Assert.Equal(GuardOutcome.Reverted, (await OpenAsync(10, owner: "444455556666")).Outcome);
        Assert.Equal(GuardOutcome.Reverted, (await OpenAsync(11, region: "us-east-1")).Outcome);
    }

    [Fact]
    public async Task A_group_opened_in_many_pieces_is_closed_by_one_change()
    {
        var group = SampleGroups.Web([.. Enumerable.Range(0, 256).Select(i => $"ingress tcp/22 from {i}.0.0.0/8")]);
        _harness.Ec2.Put(group);

        Assert.Equal(GuardOutcome.Reverted,
            (await _harness.HandleAsync(Authorized(group, [.. group.Rules.Select(rule => rule.SecurityGroupRuleId!)]))).Outcome);

        Assert.Equal(GuardOutcome.Reverted, (await OpenAsync(1)).Outcome);
        Assert.Equal(GuardOutcome.Reverted, (await OpenAsync(2)).Outcome);
        Assert.Equal(GuardOutcome.Alerted, (await OpenAsync(3)).Outcome);
    }

    [Fact]
    public async Task A_robot_that_puts_a_rule_back_is_reported_once_then_in_a_digest_an_hour_until_it_ends()
    {
        var harness = new GuardHarness(BuiltInPolicy.Instance with { Limits = new(FightsAfter: 3) });
        for (var minute = 0; minute < 180; minute++)
        {
            if (minute < 90)
            {
                var web = SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0");
                harness.Ec2.Put(web with { Rules = [web.Rules[0] with { SecurityGroupRuleId = $"sgr-{minute}" }] });
                var message = Authorized(SampleGroups.Web(), $"sgr-{minute}");
                var answer = await harness.HandleAsync(
                    message.Replace("11111111-2222", $"{minute:d8}-2222", StringComparison.Ordinal));
                Assert.Equal(GuardOutcome.Reverted, answer.Outcome); // it goes on taking it away
            }
            if (minute % 60 == 59)
            {
                await harness.HandleAsync("""{"sgwatch":"sweep"}""");
            }
            harness.Time.Move(TimeSpan.FromMinutes(1));
        }

        string[] subjects = [.. harness.Mail.Select(mail => mail.Subject)];
        Assert.Equal(["SgWatch closed", "SgWatch closed", "SgWatch: a fight"],
            subjects.Take(3).Select(
                subject => subject[..Math.Min(subject.Length, subject.StartsWith("SgWatch:", StringComparison.Ordinal) ? 16 : 14)]));
        Assert.Equal(5, subjects.Length);
        Assert.All(subjects.Skip(3), subject => Assert.Matches("^SgWatch: [0-9]+ more times: the fight over sg-", subject));
        Assert.Equal(90 - 3, subjects.Skip(3).Sum(subject => int.Parse(subject["SgWatch: ".Length..].Split(' ')[0])));
        Assert.Contains("arn:aws:sts::111122223333:assumed-role/dev/alice", harness.Mail[2].Text, StringComparison.Ordinal);
        Assert.Equal(90, harness.Incidents.Count);
    }

    [Fact]
    public async Task Something_new_in_a_group_that_is_fought_over_is_reported_at_once()
    {
        var harness = new GuardHarness(BuiltInPolicy.Instance with { Limits = new(FightsAfter: 2) });
        for (var i = 0; i < 6; i++)
        {
            var port = i < 5 ? 22 : 3389;
            var group = SampleGroups.Web($"ingress tcp/{port} from 0.0.0.0/0");
            harness.Ec2.Put(group);
            await harness.HandleAsync(Authorized(group, "sgr-1").Replace("11111111-2222", $"{i:d8}-2222", StringComparison.Ordinal));
        }
        Assert.Equal(3, harness.Mail.Count);
        Assert.Contains("tcp/3389", harness.Mail[^1].Subject, StringComparison.Ordinal);
    }

    private async Task<GuardResponse> OpenAsync(int i, string owner = "111122223333", string region = "eu-west-1")
    {
        var group = SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0") with { GroupId = $"sg-{i:d17}", OwnerId = owner, Region = region };
        _harness.Ec2.Put(group);
        var message = Authorized(group, "sgr-1").Replace("11111111-2222", $"{i:d8}-2222", StringComparison.Ordinal)
            .Replace("111122223333", owner, StringComparison.Ordinal).Replace("eu-west-1", region, StringComparison.Ordinal);
        return await _harness.HandleAsync(message);
    }
}
