using System.Collections.Immutable;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Reconciling;

/// <summary>Judges a group with what has to be read for it: prefix lists, and what is remembered of it.</summary>
internal sealed class LiveJudge(InvocationContext invocation, GroupWork work)
{
    private readonly GroupRecall _recall = new(invocation, work);

    /// <summary>Judges the group as it is now.</summary>
    public async Task<LiveVerdict> JudgeAsync(SecurityGroup group, CancellationToken cancellationToken)
    {
        var (lists, unreadList) = await LivePrefixLists.ReadAsync(
            Judge.PrefixListsOf(invocation.Policy, group),
            id => invocation.Retry.RunAsync(token => work.Groups.ReadPrefixListAsync(id, token), cancellationToken));
        var judged = new Case(invocation.Policy, group, lists, work.Cause, invocation.Now);
        var (verdict, unreadMemory) = await _recall.DecideAsync(judged, cancellationToken);
        return new(verdict, lists, unreadList ?? unreadMemory);
    }

    /// <summary>Reads the memory again: the group is about to be acted on, and a sweep read it some time ago.</summary>
    public void ReadMemoryAgain() => _recall.ReadAgain();

    /// <summary>Notes what a plan leaves of remembered rules, before it is applied.</summary>
    public Task ExpectRestAsync(Plan plan, CancellationToken cancellationToken) => _recall.ExpectRestAsync(plan, cancellationToken);

    /// <summary>Writes down what is to be remembered of the group, unless something couldn't be read.</summary>
    /// <param name="last">What it was found to be at last.</param>
    /// <param name="taken">The rules that the guard took away.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public Task SettleAsync(LiveVerdict last, ImmutableArray<SecurityGroupRule> taken, CancellationToken cancellationToken) =>
        last.Unread is null ? _recall.SettleAsync(last.Verdict, last.PrefixLists, taken, cancellationToken) : Task.CompletedTask;
}
