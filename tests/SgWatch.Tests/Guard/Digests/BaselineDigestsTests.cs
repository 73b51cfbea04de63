using CsCheck;
using static SgWatch.Tests.Guard.Digests.SweptCompany;

namespace SgWatch.Tests.Guard.Digests;

/// <summary>People are notified of what enters the baseline, of each rule once (L3).</summary>
public sealed class BaselineDigestsTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly SweptCompany _company = new();

    [Fact]
    public async Task The_first_listing_ends_in_one_message_and_no_later_sweep_sends_it_again()
    {
        var rules = new[] { _company.Open("sg-1"), _company.Open("sg-2") };

        await _company.SweepAsync(Hour);
        var mail = Assert.Single(_company.Mail);
        Assert.Equal("sgwatch.first-look", mail.Kind);
        Assert.Equal(rules, WorstOf(mail).Order());

        await _company.SweepAsync(Hour);
        await _company.SweepAsync(TimeSpan.FromDays(3));
        Assert.Single(_company.Mail);
        Assert.Equal(rules, _company.Rules);
    }

    [Fact]
    public async Task Where_nothing_is_tolerated_no_message_is_sent()
    {
        _company.Open("sg-1", "ingress tcp/443 from 0.0.0.0/0");
        await _company.SweepAsync(Hour);
        await _company.SweepAsync(TimeSpan.FromDays(3));
        Assert.Empty(_company.Mail);
    }

    [Fact]
    public async Task All_accounts_of_a_sweep_are_in_one_message()
    {
        var rules = new[] { _company.Open("sg-1"), _company.Open("sg-2", account: Other) };

        await _company.SweepAllAsync(Hour, Own, Other);

        Assert.Equal(rules, WorstOf(Assert.Single(_company.Mail)).Order());
        await _company.SweepAllAsync(Hour, Own, Other);
        Assert.Single(_company.Mail);
    }

    [Fact] // the last sweep of them dies before the message
    public async Task The_next_sweep_of_many_accounts_sends_what_the_first_could_not()
    {
        var rules = new[] { _company.Open("sg-1"), _company.Open("sg-2", account: Other) };
        _company.MailFails = true;
        await _company.SweepAllAsync(Hour, Own, Other);
        _company.MailFails = false;
        _company.Restart();

        await _company.SweepAllAsync(Hour, Own, Other);

        Assert.Equal(rules, WorstOf(Assert.Single(_company.Mail)).Order());
    }

    [Fact]
    public async Task A_listing_of_several_invocations_ends_in_one_message()
    {
        _company.Ec2.PageSize = 5;
        var rules = Enumerable.Range(1, 19).Select(i => _company.Open($"sg-{i:d2}")).ToList();

        await _company.SweepAsync(Hour, seconds: 14);

        Assert.Equal(rules, WorstOf(Assert.Single(_company.Mail)).Order());
    }

    [Fact]
    public async Task A_message_that_fails_stops_nothing_and_is_sent_by_a_later_sweep()
    {
        _company.Open("sg-1");
        _company.MailFails = true;
        await _company.SweepAsync(Hour);
        _company.MailFails = false;
        Assert.Empty(_company.Mail);

        await _company.SweepAsync(Hour);
        await _company.SweepAsync(Hour);

        Assert.Equal(["sgwatch.first-look"], _company.Kinds);
    }

    [Fact]
    public async Task Later_entries_come_in_one_digest_a_day()
    {
        _company.Open("sg-1");
        await _company.SettleAsync();
        var accepted = new[] { await _company.AcceptAsync("sg-1"), await _company.AcceptAsync("sg-2") };
        for (var hour = 0; hour < 30; hour++)
        {
            await _company.SweepAsync(Hour);
        }

        var mail = Assert.Single(_company.Mail);
        Assert.Equal("sgwatch.baseline-digest", mail.Kind);
        Assert.Equal(accepted, WorstOf(mail).Order());
    }

    [Fact]
    public async Task What_a_person_wrote_is_made_safe()
    {
        _company.Open("sg-1");
        await _company.SettleAsync();
        await _company.AcceptAsync("sg-1", "fine\r\nAccount  000000000000 \u202e");
        await _company.SweepAsync(TimeSpan.FromDays(2));

        var text = Assert.Single(_company.Mail).Text;
        Assert.DoesNotContain(text, c => c is not ('\n' or (>= ' ' and <= '~')));
        Assert.DoesNotContain("\nAccount", text, StringComparison.Ordinal);
    }

    [Fact] // a law, against a plain model: every rule that entered is named once, whatever fails in between
    public Task Each_rule_is_reported_once() => Gen.Select(Gen.Int[0, 3], Gen.Int[20, 600]).Array[1, 25].HoldsAsync(
        async steps =>
        {
            var company = new SweptCompany();
            var entered = new List<string> { company.Open("sg-1"), company.Open("sg-2") };
            await company.SweepAsync(Hour);
            foreach (var (step, minutes) in steps)
            {
                company.Time.Move(TimeSpan.FromMinutes(minutes));
                switch (step)
                {
                    case 0 when entered.Count < 20:
                        entered.Add(await company.AcceptAsync("sg-1"));
                        break;
                    case 1:
                        company.MailFails = !company.MailFails;
                        break;
                    case 2:
                        company.Restart();
                        break;
                    default:
                        await company.SweepAsync(TimeSpan.Zero);
                        break;
                }
            }
            company.MailFails = false;
            await company.SweepAsync(Hour);
            await company.SweepAsync(TimeSpan.FromDays(2));
            Assert.Equal(entered.Order(), company.Mail.SelectMany(WorstOf).Order());
        },
        200);
}
