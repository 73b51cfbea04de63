using SgWatch.Calls;
using static SgWatch.Tests.Guard.Digests.SweptCompany;

namespace SgWatch.Tests.Guard.Digests;

/// <summary>What a sweep does with new rules that no event named. POLICY: "Many at once" and "Who".</summary>
public sealed class UnheardRulesTests
{
    private const string UnlessPipeline = "\n    unless-changed-by: [\"arn:aws:iam::111122223333:role/deploy-pipeline\"]\n";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task In_twenty_groups_they_are_closed_at_once()
    {
        var company = await OpenedAsync(20);
        await company.SweepAsync(Hour);
        Assert.Empty(company.Rules);
        Assert.Equal(Enumerable.Repeat("sgwatch.incident", 20), company.Kinds);
    }

    [Fact]
    public async Task In_more_groups_one_message_names_them_and_the_next_sweep_closes_them()
    {
        var company = await OpenedAsync(25);

        await company.SweepAsync(Hour);
        Assert.Equal(25, company.Rules.Count());
        Assert.Equal(["sgwatch.unheard"], company.Kinds);
        Assert.All(Enumerable.Range(1, 25), i => Assert.Contains($"sg-{i:d3}", company.Mail[0].Text, StringComparison.Ordinal));

        await company.SweepAsync(Hour);
        Assert.Empty(company.Rules);
        Assert.Equal(25, company.Kinds.Count(kind => kind == "sgwatch.incident"));
    }

    [Fact] // the message is the reason why they wait; one that fails must not make them wait longer
    public async Task They_are_closed_by_the_second_sweep_although_the_message_fails()
    {
        var company = await OpenedAsync(25);
        company.MailFails = true;
        await company.SweepAsync(Hour);
        company.MailFails = false;
        company.Restart();

        await company.SweepAsync(Hour);

        Assert.Empty(company.Rules);
    }

    [Fact]
    public async Task What_comes_after_the_message_waits_for_a_message_of_its_own()
    {
        var company = await OpenedAsync(25);
        await company.SweepAsync(Hour);
        var later = Enumerable.Range(26, 25).Select(i => company.Open($"sg-{i:d3}")).ToList();

        await company.SweepAsync(Hour);

        Assert.Equal(later, company.Rules);
        Assert.Equal(2, company.Kinds.Count(kind => kind == "sgwatch.unheard"));
        await company.SweepAsync(Hour);
        Assert.Empty(company.Rules);
    }

    [Fact]
    public async Task What_a_critical_guardrail_forbids_is_closed_at_once_however_many_there_are()
    {
        var company = await OpenedAsync(25, NoSshExceptEdge.Replace("name: no-ssh", "name: no-ssh\n    severity: critical",
            StringComparison.Ordinal));
        await company.SweepAsync(Hour);
        Assert.Empty(company.Rules);
    }

    [Fact] // nothing would be closed, so there is nothing to hold
    public async Task A_guardrail_that_observes_reports_each_group()
    {
        var company = await OpenedAsync(25, NoSshExceptEdge.Replace("name: no-ssh", "name: no-ssh\n    mode: observe",
            StringComparison.Ordinal));
        await company.SweepAsync(Hour);
        Assert.Equal(Enumerable.Repeat("sgwatch.incident", 25), company.Kinds);
    }

    [Fact]
    public async Task A_sweep_of_several_invocations_counts_on()
    {
        var company = await OpenedAsync(40);
        company.Ec2.PageSize = 5;

        await company.SweepAsync(Hour, seconds: 14);
        Assert.InRange(company.Rules.Count(), 20, 40);
        Assert.Contains("sgwatch.unheard", company.Kinds);

        await company.SweepAsync(Hour, seconds: 14);
        Assert.Empty(company.Rules);
    }

    [Fact] // the budget bounds them like anything else, and its message says why the rest waits
    public async Task The_hours_budget_holds_for_them_too()
    {
        var company = await OpenedAsync(40, NoSshExceptEdge + "\nlimits: { changes-per-hour: 20 }\n");
        await company.SweepAsync(Hour);
        await company.SweepAsync(Hour);
        Assert.InRange(company.Rules.Count(), 20, 39);
        Assert.Contains("sgwatch.limit", company.Kinds);

        for (var hour = 0; hour < 12; hour++)
        {
            await company.SweepAsync(Hour);
        }
        Assert.Empty(company.Rules);
    }

    [Fact]
    public async Task The_author_is_asked_for_once_the_rule_is_gone()
    {
        var company = await OpenedAsync(2);

        await company.SweepAsync(Hour);

        Assert.Equal(2, company.Questions.Count);
        Assert.All(company.Questions, asked => Assert.False(asked.WasThere));
        Assert.All(company.Incidents, incident => Assert.Equal(Dev, incident.MadeBy?.Actor?.Arn));
        Assert.All(company.Mail, mail => Assert.Contains(Dev, mail.Text, StringComparison.Ordinal));
        await company.SweepAsync(Hour); // nothing in the record is unfinished
        Assert.Equal(2, company.Mail.Count);
    }

    [Fact]
    public async Task Without_CloudTrail_the_message_goes_out_without_an_author()
    {
        var company = await OpenedAsync(2);
        company.CloudTrailFails = new(CallFailureKind.Refused, "LookupEvents", "AccessDenied", "made by the test");

        await company.SweepAsync(Hour);

        Assert.Empty(company.Rules);
        Assert.Equal(["sgwatch.incident", "sgwatch.incident"], company.Kinds);
        Assert.All(company.Incidents, incident => Assert.Null(incident.MadeBy?.Actor));
    }

    [Fact] // they have waited for their author, and must not wait for him once more
    public async Task Rules_without_a_known_author_wait_for_the_message_and_no_longer()
    {
        var company = await OpenedAsync(25, NoSshExceptEdge + UnlessPipeline);
        company.KnowsNoCall = true;
        await company.SweepAsync(Hour); // waits for the event itself
        Assert.Empty(company.Mail);
        await company.SweepAsync(Hour);
        Assert.Equal(["sgwatch.unheard"], company.Kinds);
        Assert.Equal(25, company.Rules.Count());

        await company.SweepAsync(Hour);
        Assert.Empty(company.Rules);
    }

    [Fact]
    public async Task A_few_rules_without_a_known_author_are_closed_once_they_have_waited()
    {
        var company = await OpenedAsync(2, NoSshExceptEdge + UnlessPipeline);
        company.KnowsNoCall = true;
        await company.SweepAsync(Hour);
        await company.SweepAsync(Hour);
        Assert.Empty(company.Rules);
        Assert.Equal(2, company.Questions.Count);
    }

    [Fact] // asked before, because the answer decides; and the incident has it as well
    public async Task An_author_who_was_asked_for_before_the_closing_is_named()
    {
        var company = await OpenedAsync(1, NoSshExceptEdge + UnlessPipeline);
        await company.SweepAsync(Hour);
        await company.SweepAsync(Hour);

        Assert.Empty(company.Rules);
        Assert.Equal(Dev, Assert.Single(company.Incidents).MadeBy?.Actor?.Arn);
        Assert.Single(company.Questions);
    }

    private static async Task<SweptCompany> OpenedAsync(int groups, string policy = NoSshExceptEdge)
    {
        var company = new SweptCompany(policy);
        var ids = Enumerable.Range(1, groups).Select(i => $"sg-{i:d3}").ToList();
        ids.ForEach(company.Make);
        await company.SettleAsync();
        ids.ForEach(id => company.Open(id));
        return company;
    }
}
