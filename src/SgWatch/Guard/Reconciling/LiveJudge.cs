using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Calls;
using SgWatch.Rules;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Planning;

namespace SgWatch.Guard.Reconciling;

/// <summary>Judges a group with what has to be read for it: prefix lists, and the rules that the guard itself added.</summary>
internal sealed class LiveJudge(InvocationContext invocation, GroupWork work)
{
    /// <summary>Judges the group as it is now.</summary>
    /// <returns>The verdict, and why a prefix list couldn't be read for now; null if all were read.</returns>
    public async Task<(Verdict Verdict, CallFailure? UnreadList)> JudgeAsync(SecurityGroup group, CancellationToken cancellationToken)
    {
        var (lists, unreadList) = await ReadPrefixListsAsync(group, cancellationToken);
        return (await DecideAsync(group, lists, cancellationToken), unreadList);
    }

    private async Task<Verdict> DecideAsync(SecurityGroup group, PrefixLists lists, CancellationToken cancellationToken)
    {
        var judged = new Case(invocation.Policy, group, lists, work.Cause, invocation.Now);
        var verdict = Judge.Decide(judged);
        if (!verdict.Findings.Any(finding => MayBeOurs(finding, judged.Cause)))
        {
            return verdict;
        }
        // a rule that the guard added isn't somebody's change when it comes back as an event; but anybody can write the mark
        var ours = await invocation.Record.AddedAsync(group, invocation.Now, cancellationToken);
        var cause = judged.Cause with { Changed = judged.Cause.Changed.Without(ours) };
        return Judge.Decide(judged with { Cause = cause, Now = invocation.Now });
    }

    private static bool MayBeOurs(Finding finding, InspectionCause cause) =>
        finding is { Action: not FindingAction.None, Rule: { } rule } && AddedRule.IsMarked(rule) && cause.Changed.Contains(rule);

    // A list that may not be read is a finding of its own. A list that isn't there permits nobody. A list that may be readable later makes
    // the inspection fail.
    private async Task<(PrefixLists Lists, CallFailure? Failure)> ReadPrefixListsAsync(
        SecurityGroup group, CancellationToken cancellationToken)
    {
        var entries = ImmutableDictionary<string, AddressSet>.Empty;
        var notFound = ImmutableHashSet<string>.Empty;
        CallFailure? unread = null;
        foreach (var id in Judge.PrefixListsOf(invocation.Policy, group))
        {
            var read = await invocation.Retry.RunAsync(token => work.Groups.ReadPrefixListAsync(id, token), cancellationToken);
            if (read.TryGet(out var addresses, out var failure))
            {
                entries = entries.Add(id, addresses);
            }
            else if (failure.Kind == CallFailureKind.NotFound)
            {
                notFound = notFound.Add(id);
            }
            else if (failure.Kind == CallFailureKind.Transient)
            {
                unread = failure;
            }
        }
        return (new(entries) { NotFound = notFound }, unread);
    }
}
