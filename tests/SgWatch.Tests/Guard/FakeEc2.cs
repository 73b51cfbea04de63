using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Rules;

namespace SgWatch.Tests.Guard;

/// <summary>Security groups in memory that behave as EC2 does, and fail as they are told to.</summary>
internal sealed class FakeEc2 : ISecurityGroups, ISecurityGroupsProvider
{
    private readonly Queue<(string Operation, CallFailureKind Kind, bool IsDone)> _failures = [];
    private int _nextRuleId = 1000;

    public Dictionary<string, SecurityGroup> Groups { get; } = [];

    public Dictionary<string, AddressSet> PrefixLists { get; } = [];

    public List<string> Calls { get; } = [];

    /// <summary>The incident of each round of changes.</summary>
    public List<string> ChangedFor { get; } = [];

    /// <summary>Runs before each call that changes something.</summary>
    public Action<FakeEc2>? BeforeChange { get; set; }

    /// <summary>Is told of each call, by its name.</summary>
    public Action<string>? OnCall { get; set; }

    public int PageSize { get; set; } = 100;

    /// <summary>The next call of this operation fails; with <paramref name="isDone"/> it does its work first, so only the answer is lost.</summary>
    public void FailNext(string operation, CallFailureKind kind, int times = 1, bool isDone = false)
    {
        for (var i = 0; i < times; i++)
        {
            _failures.Enqueue((operation, kind, isDone));
        }
    }

    public void Put(SecurityGroup group) => Groups[group.GroupId] = group;

    public void Remove(string groupId, string ruleId) => Groups[groupId] = Groups[groupId] with
    {
        Rules = Groups[groupId].Rules.RemoveAll(rule => rule.SecurityGroupRuleId == ruleId),
    };

    public ISecurityGroups Open(AccountRegion accountRegion) => this;

    public ISecurityGroups ForIncident(string incidentId)
    {
        ChangedFor.Add(incidentId);
        return this;
    }

    public Task<CallResult<SecurityGroup>> ReadAsync(string groupId, CancellationToken cancellationToken) => Call("Read", () =>
        Groups.TryGetValue(groupId, out var group) ? group : NotFound<SecurityGroup>("InvalidGroup.NotFound"));

    public Task<CallResult<string>> FindAsync(string groupName, string? vpcId, CancellationToken cancellationToken) => Call("Find", () =>
        Groups.Values.FirstOrDefault(g => g.GroupName == groupName && (vpcId is null || g.VpcId == vpcId)) is { } group
            ? group.GroupId
            : NotFound<string>("InvalidGroup.NotFound"));

    public Task<CallResult<SecurityGroupPage>> ListAsync(GroupFilter filter, string? nextToken, CancellationToken cancellationToken) => Call<SecurityGroupPage>(
        "List",
        () =>
        {
            var start = nextToken is null ? 0 : int.Parse(nextToken);
            var groups = Groups.Values.Where(group => filter is not GroupFilter.Using(var id, var isEgress)
                || group.Rules.Any(rule => rule.IsEgress == isEgress && rule.Peer == new Peer.PrefixList(id))).ToList();
            return new SecurityGroupPage([.. groups.Skip(start).Take(PageSize)], start + PageSize < groups.Count ? $"{start + PageSize}" : null);
        },
        $"{(filter is GroupFilter.Using(var list, var egress) ? $"{(egress ? "egress" : "ingress")} {list} " : "")}{nextToken}");

    public Task<CallResult<AddressSet>> ReadPrefixListAsync(string prefixListId, CancellationToken cancellationToken) => Call("ReadPrefixList", () =>
        PrefixLists.TryGetValue(prefixListId, out var entries) ? entries : NotFound<AddressSet>("InvalidPrefixListID.NotFound"));

    public Task<CallResult<Done>> RevokeAsync(string groupId, bool isEgress, ImmutableArray<string> ruleIds, CancellationToken cancellationToken) =>
        Change("Revoke", ruleIds, () =>
        {
            if (!Groups.TryGetValue(groupId, out var group))
            {
                return NotFound<Done>("InvalidGroup.NotFound");
            }
            if (ruleIds.Any(id => !group.Rules.Any(r => r.SecurityGroupRuleId == id && r.IsEgress == isEgress)))
            {
                return NotFound<Done>("InvalidSecurityGroupRuleId.NotFound");
            }
            Groups[groupId] = group with { Rules = group.Rules.RemoveAll(r => ruleIds.Contains(r.SecurityGroupRuleId!)) };
            return default(Done);
        });

    public Task<CallResult<Done>> AuthorizeAsync(
        string groupId, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken) =>
        Change("Authorize", rules.Select(r => r.ToString()), () =>
        {
            var group = Groups[groupId];
            if (rules.Any(rule => group.Rules.Any(rule.HasSameTraffic)))
            {
                return new CallFailure(CallFailureKind.Duplicate, "Authorize", "InvalidPermission.Duplicate", "");
            }
            Groups[groupId] = group with
            {
                Rules = group.Rules.AddRange(rules.Select(r => r with { SecurityGroupRuleId = $"sgr-{_nextRuleId++}" })),
            };
            return default(Done);
        });

    private Task<CallResult<Done>> Change(string operation, IEnumerable<string> what, Func<CallResult<Done>> change)
    {
        BeforeChange?.Invoke(this);
        return Call($"{operation}", change, string.Join(' ', what));
    }

    private Task<CallResult<T>> Call<T>(string operation, Func<CallResult<T>> call, string what = "")
    {
        lock (_failures)
        {
            Calls.Add($"{operation} {what}".TrimEnd());
            OnCall?.Invoke(operation);
            if (_failures.TryPeek(out var failure) && failure.Operation == operation)
            {
                _failures.Dequeue();
                if (failure.IsDone)
                {
                    call();
                }
                return Task.FromResult<CallResult<T>>(new CallFailure(failure.Kind, operation, $"{failure.Kind}", "made by the test"));
            }
            return Task.FromResult(call());
        }
    }

    private static CallResult<T> NotFound<T>(string code) => new CallFailure(CallFailureKind.NotFound, "Call", code, "not there");
}
