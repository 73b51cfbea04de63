using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Guard.Reconciling;

/// <summary>Judges a group with what has to be read for it: prefix lists, and what is remembered of it.</summary>
internal sealed class LiveJudge(InvocationContext invocation, GroupWork work)
{
    private readonly GroupRecall _recall = new(invocation, work);

    /// <summary>By rule id: what CloudTrail answered about who made the rule.</summary>
    public ImmutableDictionary<string, RuleMaker> Makers => _recall.Makers;

    /// <summary>Judges the group as it is now.</summary>
    public async Task<LiveVerdict> JudgeAsync(SecurityGroup read, CancellationToken cancellationToken)
    {
        var (known, unreadVpcs) = await AssociatedVpcs.ReadAsync(
            invocation.Policy, work.Groups, [read], invocation.Retry, cancellationToken);
        var group = known[0];
        var (lists, unreadList) = await LivePrefixLists.ReadAsync(
            Judge.PrefixListsOf(invocation.Policy, group),
            id => invocation.Retry.RunAsync(token => ReadListAsync(id, token), cancellationToken));
        var judged = new Case(invocation.Policy, group, lists, work.Cause, invocation.Now);
        var (verdict, unreadMemory) = await _recall.DecideAsync(judged, cancellationToken);
        if (invocation.Quotas is { } quotas && Narrows(verdict))
        {
            var accountRegion = AccountRegion.Of(group, work.Inspection.AccountRegion);
            var quota = await quotas.OfGroupAsync(accountRegion, invocation.Retry, cancellationToken);
            (verdict, unreadMemory) = await _recall.DecideAsync(judged with { Quota = quota }, cancellationToken);
        }
        // a guard whose role may not ask goes on with each group's own VPC
        var unread = unreadVpcs is { Kind: CallFailureKind.Transient } ? unreadVpcs : null;
        return new(verdict, lists, unreadList ?? unread ?? unreadMemory);
    }

    /// <summary>Asks CloudTrail who made rules that the guard has just taken away.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>By rule id: the call, if it is known.</returns>
    public Task<ImmutableDictionary<string, Origin>> FindMakersAsync(
        IEnumerable<SecurityGroupRule> rules, CancellationToken cancellationToken) => _recall.FindMakersAsync(rules, cancellationToken);

    // whether it depends on how many rules the group may have
    private static bool Narrows(Verdict verdict) =>
        verdict.Findings.Any(finding => finding.IsActedOn && finding.Guardrail.Action == GuardrailAction.Narrow);

    // a reading may show the version before the one that a fresh event made
    private async Task<CallResult<PrefixListEntries>> ReadListAsync(string id, CancellationToken cancellationToken)
    {
        var read = await work.Groups.ReadPrefixListAsync(id, cancellationToken);
        return read.TryGet(out var list, out _) && list.Version < UnshownChanges.VersionOf(invocation, work.Inspection, id)
            ? UnshownChanges.NotShown(PrefixListState.Operation, $"a later version of {id}")
            : read;
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
