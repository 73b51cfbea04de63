using System.Text;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.PolicySources;
using SgWatch.Guard.Ports;
using SgWatch.Rules;
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Guard.Reconciling;

/// <summary>A rule is narrowed if the account's real quota has room for what it is narrowed to.</summary>
public sealed class RuleQuotasTests
{
    private const string Narrowed = "ingress tcp/22 from 203.0.113.0/24";

    private readonly GuardHarness _harness = new();

    [Theory] // rules were counted against 60 everywhere
    [InlineData(100, Narrowed)]
    [InlineData(61, "")]
    public async Task The_accounts_quota_counts(int quota, string left)
    {
        _harness.Ec2.Settings.MaxRulesPerGroup = quota;
        Assert.Equal(left, await NarrowAsync(new FixedRuleQuotas(quota)));
    }

    [Fact]
    public async Task A_quota_that_cannot_be_read_is_the_default_and_the_finding_says_so()
    {
        _harness.Ec2.Settings.MaxRulesPerGroup = 100;

        Assert.Equal("", await NarrowAsync(new Quotas(new CallFailure(CallFailureKind.Refused, "GetServiceQuota", "AccessDenied", "why"))));

        Assert.Contains("exceed the 60 rules that a group may have by default (the account's quota can't be read)",
            Assert.Single(Assert.Single(_harness.Incidents).Findings).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quota_is_asked_for_once_and_only_where_something_is_narrowed()
    {
        var quotas = new Quotas(100);
        var guard = Guard(quotas);
        _harness.Ec2.Put(Group());

        await HandleAsync(guard, Event("CreateTags", Group().GroupId));
        Assert.Equal(0, quotas.Reads);
        await HandleAsync(guard, Authorized(Group(), "sgr-1"));
        _harness.Ec2.Put(Group());
        await HandleAsync(guard, Authorized(Group(), "sgr-1"));
        Assert.Equal(1, quotas.Reads);
    }

    [Fact]
    public async Task A_prefix_list_counts_with_its_size()
    {
        string[] cidrs = [.. Enumerable.Range(0, 59).Select(i => $"10.{i}.0.0/16")];
        _harness.Ec2.PutPrefixList("pl-0123456789abcdef0", cidrs);
        var group = SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0", "ingress tcp/443 from pl-0123456789abcdef0");

        Assert.DoesNotContain(Narrowed, await NarrowAsync(new FixedRuleQuotas(60), group));
        Assert.Equal(1, _harness.Incidents.Count(incident => incident.Failure is null)); // known before, and not by a refused call
    }

    private async Task<string> NarrowAsync(IRuleQuotas quotas, SecurityGroup? group = null)
    {
        group ??= Group();
        _harness.Ec2.Put(group);
        await HandleAsync(Guard(quotas), Authorized(group, "sgr-1"));
        return string.Join(' ', _harness.Ec2.Groups[group.GroupId].Rules.Select(rule => $"{rule}")
            .Where(rule => rule.StartsWith("ingress tcp/22 ", StringComparison.Ordinal)));
    }

    private SecurityGroupGuard Guard(IRuleQuotas quotas) => new(
        _harness.Ec2, _harness, _harness, new FixedPolicy(Verdicts.JudgeCalls.Policy(OfficeOnly["version: 1".Length..])), new(),
        _harness.Time, new Random(1))
    {
        Quotas = quotas,
    };

    private Task<GuardResponse> HandleAsync(SecurityGroupGuard guard, string message) => guard.HandleAsync(
        Encoding.UTF8.GetBytes(message), _harness.Time.GetUtcNow().AddMinutes(1), TestContext.Current.CancellationToken);

    // 61 rules with the broad one, before it is narrowed
    private static SecurityGroup Group() => SampleGroups.Web(
        ["ingress tcp/22 from 0.0.0.0/0", .. Enumerable.Range(0, 60).Select(i => $"ingress tcp/443 from 10.0.{i}.0/24")]);

    private sealed class Quotas(CallResult<int> answer) : IRuleQuotas
    {
        public int Reads { get; private set; }

        public Task<CallResult<int>> RulesPerGroupAsync(AccountRegion accountRegion, CancellationToken cancellationToken)
        {
            Reads++;
            return Task.FromResult(answer);
        }
    }
}
