using System.Collections.Immutable;
using System.Globalization;
using SgWatch.Addresses;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Lab.Api;
using SgWatch.Rules;

namespace SgWatch.Lab.Tests.Guarding;

/// <summary>Many accounts of the lab's, each made when it is first asked for, and a count of the API calls made in each region of each.</summary>
/// <param name="groupsPerRegion">How many groups a region has, its default group among them.</param>
/// <param name="time">By which calls are counted.</param>
internal sealed class LabOrganization(int groupsPerRegion, TimeProvider time) : ISecurityGroupsProvider
{
    private static readonly LabIdentity Guard = new("arn:aws:sts::111122223333:assumed-role/sgwatch/guard");

    private readonly Dictionary<string, LabAccount> _accounts = [];
    private readonly HashSet<(string Account, string Region)> _filled = [];

    /// <summary>When how many calls were made, by account and region; reading ones and changing ones.</summary>
    public Dictionary<(string Account, string Region), (List<(DateTimeOffset At, int Calls)> Reads, List<(DateTimeOffset At, int Calls)> Changes)> Calls { get; } = [];

    public LabAccount Account(string account) => _accounts[account];

    public ISecurityGroups Open(AccountRegion accountRegion)
    {
        var (account, region) = accountRegion;
        if (!_accounts.TryGetValue(account!, out var lab))
        {
            _accounts.Add(account!, lab = new(account!, new((int)long.Parse(account!, CultureInfo.InvariantCulture))));
        }
        if (_filled.Add((account!, region!)))
        {
            for (var number = 1; number < groupsPerRegion; number++)
            {
                Call(lab, region!, "CreateSecurityGroup", $"GroupName=group-{number}&GroupDescription=x");
            }
            Calls.Add((account!, region!), ([], []));
        }
        return new Groups(this, lab, region!);
    }

    private static LabAnswer Call(LabAccount account, string region, string action, string parameters) =>
        account.Handle(new("ec2", action, region, QueryNode.Parse(parameters), Guard));

    private sealed class Groups(LabOrganization organization, LabAccount account, string region) : ISecurityGroups
    {
        private const int PageSize = 200;

        public Task<CallResult<SecurityGroup>> ReadAsync(string groupId, CancellationToken cancellationToken)
        {
            Count(2, isChange: false);
            return Task.FromResult<CallResult<SecurityGroup>>(account.Groups(region).Single(group => group.GroupId == groupId));
        }

        public Task<CallResult<SecurityGroupPage>> ListAsync(GroupFilter filter, string? nextToken, CancellationToken cancellationToken)
        {
            Count(2, isChange: false);
            var all = account.Groups(region);
            var start = int.Parse(nextToken ?? "0", CultureInfo.InvariantCulture);
            var next = start + PageSize < all.Length ? (start + PageSize).ToString(CultureInfo.InvariantCulture) : null;
            return Task.FromResult<CallResult<SecurityGroupPage>>(new SecurityGroupPage([.. all.Skip(start).Take(PageSize)], next));
        }

        public Task<CallResult<Done>> RevokeAsync(string groupId, bool isEgress, ImmutableArray<string> ruleIds, CancellationToken cancellationToken)
        {
            Count(1, isChange: true);
            var rules = string.Join('&', ruleIds.Select((id, number) => $"SecurityGroupRuleId.{number + 1}={id}"));
            var answer = Call(account, region, isEgress ? "RevokeSecurityGroupEgress" : "RevokeSecurityGroupIngress", $"GroupId={groupId}&{rules}");
            Assert.Null(answer.Error);
            return Task.FromResult<CallResult<Done>>(default(Done));
        }

        public Task<CallResult<string>> FindAsync(string groupName, string? vpcId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<CallResult<AddressSet>> ReadPrefixListAsync(string prefixListId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<CallResult<Done>> AuthorizeAsync(
            string groupId, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken) => throw new NotSupportedException();

        private void Count(int calls, bool isChange)
        {
            var (reads, changes) = organization.Calls[(account.AccountId, region)];
            lock (organization.Calls)
            {
                (isChange ? changes : reads).Add((organization.NowOf(), calls));
            }
        }
    }

    private DateTimeOffset NowOf() => time.GetUtcNow();
}
