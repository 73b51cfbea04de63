using System.Collections.Immutable;
using System.Text;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard;
using SgWatch.Guard.PolicySources;
using SgWatch.Guard.Ports;
using SgWatch.Policies;
using SgWatch.Policies.Reading;
using SgWatch.Rules;
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Guard.Reconciling;

/// <summary>Readings of EC2 leave the tags of rules out. Only what is about to go is asked for them.</summary>
public sealed class PlannedTagsTests
{
    private const string Closed = "version: 1\nguardrails:\n  - { name: ssh, judge: state, forbid: [{ ingress: tcp/22, from: any }] }\n";
    private const string Sweep = """{"sgwatch":"sweep","account":"111122223333","region":"eu-west-1"}""";

    private readonly GuardHarness _harness = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_incident_has_the_tags_of_what_went_and_of_nothing_else(bool isSweep)
    {
        var group = Put();
        var groups = new UntaggedGroups(_harness.Ec2.OwnGroups);

        await HandleAsync(groups, isSweep ? Sweep : Authorized(group, "sgr-1"));

        var incident = Assert.Single(_harness.Incidents);
        Assert.Equal(["sgr-1"], groups.TagsRead);
        Assert.Equal("1", Assert.Single(incident.Revoked).Tags["Name"]);
        Assert.Equal("1", Assert.Single(incident.Planned.Revoke).Tags["Name"]);
        Assert.Equal([(1, 0), (0, 1)], incident.Before.Rules.Select(rule => (rule.Tags.Count, rule.UnreadTags)));
    }

    [Fact]
    public async Task A_group_is_closed_all_the_same_if_its_tags_cant_be_read_and_the_incident_says_so()
    {
        var group = Put();

        await HandleAsync(new UntaggedGroups(_harness.Ec2.OwnGroups) { IsBroken = true }, Authorized(group, "sgr-1"));

        var incident = Assert.Single(_harness.Incidents);
        Assert.Equal(1, Assert.Single(incident.Revoked).UnreadTags);
        Assert.Contains(incident.Calls, call => call is { Operation: "read tags", Answer: "RequestLimitExceeded" });
        Assert.Equal("sgr-2", Assert.Single(_harness.Ec2.Groups.Values.Single().Rules).SecurityGroupRuleId);
    }

    private static Policy Read(string text) => ((PolicyReadResult.Accepted)PolicyReader.Read("test", text)).Policy;

    private SecurityGroup Put()
    {
        var web = SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0", "ingress tcp/443 from 10.0.0.0/8");
        var group = web with
        {
            Rules = [.. web.Rules.Select((rule, i) => rule with { Tags = rule.Tags.Add("Name", $"{i + 1}") })],
        };
        _harness.Ec2.Put(group);
        return group;
    }

    private Task<GuardResponse> HandleAsync(UntaggedGroups groups, string message) =>
        new SecurityGroupGuard(groups, _harness, _harness, new FixedPolicy(Read(Closed)), new(), _harness.Time, new Random(1)).HandleAsync(
            Encoding.UTF8.GetBytes(message), _harness.Time.GetUtcNow() + TimeSpan.FromMinutes(5), CancellationToken.None);

    /// <summary>Groups whose readings only count the tags of rules.</summary>
    private sealed class UntaggedGroups(ISecurityGroups groups) : ISecurityGroups, ISecurityGroupsProvider
    {
        public bool IsBroken { get; init; }

        public List<string> TagsRead { get; } = [];

        public string? OwnAccount => "111122223333";

        public ISecurityGroups Open(AccountRegion accountRegion) => this;

        public async Task<CallResult<SecurityGroup>> ReadAsync(string groupId, CancellationToken cancellationToken) =>
            (await groups.ReadAsync(groupId, cancellationToken)).TryGet(out var group, out var failure) ? group.WithoutRuleTags() : failure;

        public Task<CallResult<string>> FindAsync(string groupName, string? vpcId, CancellationToken cancellationToken) =>
            groups.FindAsync(groupName, vpcId, cancellationToken);

        public async Task<CallResult<SecurityGroupPage>> ListAsync(
            GroupFilter filter, string? nextToken, CancellationToken cancellationToken) =>
            (await groups.ListAsync(filter, nextToken, cancellationToken)).TryGet(out var page, out var failure)
                ? page with { Groups = [.. page.Groups.Select(group => group.WithoutRuleTags())] }
                : failure;

        public async Task<CallResult<ImmutableDictionary<string, ImmutableSortedDictionary<string, string>>>> ReadTagsAsync(
            ImmutableArray<string> ruleIds, CancellationToken cancellationToken)
        {
            TagsRead.AddRange(ruleIds);
            if (IsBroken)
            {
                return new CallFailure(CallFailureKind.Transient, "DescribeSecurityGroupRules", "RequestLimitExceeded", "no");
            }
            return await groups.ReadTagsAsync(ruleIds, cancellationToken);
        }

        public Task<CallResult<PrefixListEntries>> ReadPrefixListAsync(string prefixListId, CancellationToken cancellationToken) =>
            groups.ReadPrefixListAsync(prefixListId, cancellationToken);

        public Task<CallResult<Done>> RevokeAsync(
            string groupId, bool isEgress, ImmutableArray<string> ruleIds, CancellationToken cancellationToken) =>
            groups.RevokeAsync(groupId, isEgress, ruleIds, cancellationToken);

        public Task<CallResult<Done>> AuthorizeAsync(
            string groupId, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken) =>
            groups.AuthorizeAsync(groupId, isEgress, rules, cancellationToken);
    }
}
