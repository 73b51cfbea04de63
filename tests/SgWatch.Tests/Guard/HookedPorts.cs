using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Rules;

namespace SgWatch.Tests.Guard;

/// <summary>
/// A guard's ports, with something that runs before and after every call: a turn to wait for, a death, or the loss of the answer.
/// </summary>
internal sealed class HookedPorts(
    ISecurityGroups groups, INotifier notifier, IIncidentRecord record, ICounters counters, Func<string, Task> hook)
    : ISecurityGroups, ISecurityGroupsProvider, INotifier, IIncidentRecord, ICounters
{
    public ISecurityGroups Open(AccountRegion accountRegion) => this;

    public Task<CallResult<SecurityGroup>> ReadAsync(string groupId, CancellationToken cancellationToken) =>
        Call("Read", () => groups.ReadAsync(groupId, cancellationToken));

    public Task<CallResult<string>> FindAsync(string groupName, string? vpcId, CancellationToken cancellationToken) =>
        Call("Find", () => groups.FindAsync(groupName, vpcId, cancellationToken));

    public Task<CallResult<SecurityGroupPage>> ListAsync(GroupFilter filter, string? nextToken, CancellationToken cancellationToken) =>
        Call("List", () => groups.ListAsync(filter, nextToken, cancellationToken));

    public Task<CallResult<PrefixListEntries>> ReadPrefixListAsync(string prefixListId, CancellationToken cancellationToken) =>
        Call("ReadPrefixList", () => groups.ReadPrefixListAsync(prefixListId, cancellationToken));

    public Task<CallResult<ImmutableDictionary<string, ImmutableSortedDictionary<string, string>>>> ReadTagsAsync(
        ImmutableArray<string> ruleIds, CancellationToken cancellationToken) =>
        Call("ReadTags", () => groups.ReadTagsAsync(ruleIds, cancellationToken));

    public Task<CallResult<ImmutableDictionary<string, ImmutableArray<string>>>> ReadAssociationsAsync(
        ImmutableArray<string> groupIds, CancellationToken cancellationToken) =>
        Call("ReadAssociations", () => groups.ReadAssociationsAsync(groupIds, cancellationToken));

    public Task<CallResult<Done>> RevokeAsync(
        string groupId, bool isEgress, ImmutableArray<string> ruleIds, CancellationToken cancellationToken) =>
        Call("Revoke", () => groups.RevokeAsync(groupId, isEgress, ruleIds, cancellationToken));

    public Task<CallResult<Done>> AuthorizeAsync(
        string groupId, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken) =>
        Call("Authorize", () => groups.AuthorizeAsync(groupId, isEgress, rules, cancellationToken));

    public Task<CallResult<Done>> SendAsync(Notification notification, CancellationToken cancellationToken) =>
        Call("Send", () => notifier.SendAsync(notification, cancellationToken));

    public Task<CallResult<IncidentEntry?>> BeginAsync(
        Incident intended, DateTimeOffset until, string idempotencyToken, CancellationToken cancellationToken) =>
        Call("Begin", () => record.BeginAsync(intended, until, idempotencyToken, cancellationToken));

    public Task<CallResult<bool>> EndAsync(
        Incident ended, DateTimeOffset until, string idempotencyToken, CancellationToken cancellationToken) =>
        Call("End", () => record.EndAsync(ended, until, idempotencyToken, cancellationToken));

    public Task<CallResult<Done>> MarkNotifiedAsync(Incident ended, CancellationToken cancellationToken) =>
        Call("Notified", () => record.MarkNotifiedAsync(ended, cancellationToken));

    public Task<CallResult<Done>> DeferAsync(Incident ended, CancellationToken cancellationToken) =>
        Call("Defer", () => record.DeferAsync(ended, cancellationToken));

    public Task<CallResult<Withdrawal>> WithdrawAsync(Incident intended, CancellationToken cancellationToken) =>
        Call("Withdraw", () => record.WithdrawAsync(intended, cancellationToken));

    public Task<CallResult<ImmutableArray<IncidentEntry>>> HistoryAsync(
        string group, DateTimeOffset since, CancellationToken cancellationToken) =>
        Call("History", () => record.HistoryAsync(group, since, cancellationToken));

    public Task<CallResult<ImmutableArray<IncidentEntry>>> DayAsync(
        DateOnly day, bool isUnnotified, int most, CancellationToken cancellationToken) =>
        Call("Day", () => record.DayAsync(day, isUnnotified, most, cancellationToken));

    public Task<CallResult<IncidentEntry?>> FindAsync(DateOnly day, string id, CancellationToken cancellationToken) =>
        Call("FindIncident", () => record.FindAsync(day, id, cancellationToken));

    public Task<CallResult<long>> AddAsync(string key, int count, string idempotencyToken, CancellationToken cancellationToken) =>
        Call("Add", () => counters.AddAsync(key, count, idempotencyToken, cancellationToken));

    public Task<CallResult<ImmutableArray<string>>> AddToSetAsync(string key, string member, CancellationToken cancellationToken) =>
        Call("AddToSet", () => counters.AddToSetAsync(key, member, cancellationToken));

    public Task<CallResult<Done>> RemoveFromSetAsync(string key, string member, CancellationToken cancellationToken) =>
        Call("RemoveFromSet", () => counters.RemoveFromSetAsync(key, member, cancellationToken));

    public Task<CallResult<bool>> IsFirstAsync(string key, TimeSpan period, string idempotencyToken, CancellationToken cancellationToken) =>
        Call("IsFirst", () => counters.IsFirstAsync(key, period, idempotencyToken, cancellationToken));

    private async Task<CallResult<T>> Call<T>(string name, Func<Task<CallResult<T>>> call)
    {
        await hook($"before {name}");
        var answer = await call();
        try
        {
            await hook($"after {name}");
            return answer;
        }
        catch (IOException lost)
        {
            return new CallFailure(CallFailureKind.Transient, name, nameof(IOException), lost.Message);
        }
    }
}
