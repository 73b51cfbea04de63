using static SgWatch.Tests.Guard.Digests.SweptCompany;

namespace SgWatch.Tests.Guard.Digests;

/// <summary>POLICY: a sweep reports all turned rules in one message, with the time from which each is closed.</summary>
public sealed class TurnedRulesTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task All_groups_of_a_sweep_are_in_one_message_and_go_with_the_next()
    {
        var company = await EdgeAsync();
        TakeTagsOff(company);

        await company.SweepAsync(Hour);
        var mail = Assert.Single(company.Mail);
        Assert.Equal("sgwatch.turned", mail.Kind);
        Assert.Contains("sg-1", mail.Text, StringComparison.Ordinal);
        Assert.Contains("sg-2", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"SgWatch closes it from {company.Time.GetUtcNow().AddMinutes(30).UtcDateTime:yyyy-MM-dd HH:mm}Z on", mail.Text,
            StringComparison.Ordinal);
        Assert.Equal(2, company.Rules.Count());

        await company.SweepAsync(Hour);
        Assert.Empty(company.Rules);
        Assert.Equal(["sgwatch.turned", "sgwatch.incident", "sgwatch.incident"], company.Kinds);
    }

    [Fact]
    public async Task An_event_reports_its_own_group_alone()
    {
        var company = await EdgeAsync();
        TakeTagsOff(company);

        await company.HandleAsync($$"""{"sgwatch":"look","account":"{{Own}}","region":"{{Region}}","group":"sg-1"}""", 60);
        Assert.Equal(["sgwatch.incident"], company.Kinds);
        Assert.Contains("SgWatch closes it from", company.Mail[0].Text, StringComparison.Ordinal);

        await company.SweepAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(["sgwatch.incident", "sgwatch.turned"], company.Kinds);
        Assert.DoesNotContain("sg-1", company.Mail[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_critical_guardrail_forbids_is_closed_at_once_with_its_own_message()
    {
        var company = await EdgeAsync(NoSshExceptEdge.Replace("name: no-ssh", "name: no-ssh\n    severity: critical",
            StringComparison.Ordinal));
        TakeTagsOff(company);

        await company.SweepAsync(Hour);

        Assert.Empty(company.Rules);
        Assert.Equal(["sgwatch.incident", "sgwatch.incident"], company.Kinds);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_that_fails_is_sent_once_by_the_next_sweep(bool isAnotherProcess)
    {
        var company = await EdgeAsync();
        TakeTagsOff(company);
        company.MailFails = true;
        await company.SweepAsync(Hour);
        company.MailFails = false;
        if (isAnotherProcess)
        {
            company.Restart();
        }

        await company.SweepAsync(TimeSpan.FromMinutes(20));
        await company.SweepAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(["sgwatch.turned"], company.Kinds);
        Assert.Equal(2, company.Rules.Count());
    }

    [Fact]
    public async Task A_sweep_of_several_invocations_sends_one_message()
    {
        var company = new SweptCompany();
        foreach (var i in Enumerable.Range(1, 15))
        {
            company.Open($"sg-{i:d2}");
            company.Tag($"sg-{i:d2}", "tier", "edge");
        }
        await company.SettleAsync();
        TakeTagsOff(company);
        company.Ec2.PageSize = 5;

        await company.SweepAsync(Hour, seconds: 14);

        var mail = Assert.Single(company.Mail);
        Assert.Equal("SgWatch: 15 old rules break the policy now in 111122223333, eu-west-1", mail.Subject);
    }

    private static async Task<SweptCompany> EdgeAsync(string policy = NoSshExceptEdge)
    {
        var company = new SweptCompany(policy);
        foreach (var group in new[] { "sg-1", "sg-2" })
        {
            company.Open(group);
            company.Tag(group, "tier", "edge");
        }
        await company.SettleAsync();
        return company;
    }

    private static void TakeTagsOff(SweptCompany company)
    {
        foreach (var group in company.Ec2.Groups.Keys.ToList())
        {
            company.Tag(group, "tier", null);
        }
    }
}
