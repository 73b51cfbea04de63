using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Events;
using SgWatch.Guard.Listing;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Reconciling;
using SgWatch.Guard.Retrying;
using SgWatch.Rules;

namespace SgWatch.Guard.Sweeping;

/// <summary>Inspects every group of an account and region that has a rule whose peer is a prefix list.</summary>
/// <param name="invocation">What every step needs.</param>
/// <param name="inspector">Inspects each group.</param>
/// <param name="inspection">What asks for it.</param>
/// <param name="groups">The groups of the account and region.</param>
internal sealed class PrefixListUsers(InvocationContext invocation, GroupInspector inspector, Inspection inspection, ISecurityGroups groups)
{
    private readonly PageReconciler _reconciler = new(invocation, inspector, inspection, groups);

    /// <summary>Inspects the groups that EC2 names by its filter. A server that doesn't know the filter is asked for all groups.</summary>
    public async Task<ImmutableArray<GroupResult>> RunAsync(string prefixListId, CancellationToken cancellationToken)
    {
        var failure = await InspectFilteredAsync(prefixListId, cancellationToken) is null
            ? null
            : await InspectAsync(new GroupFilter.Every(), group => Uses(group, prefixListId), invocation.Retry, cancellationToken);
        return failure is null
            ? _reconciler.Results
            : _reconciler.Results.Add(GroupResult.Failed(inspection, $"users of {prefixListId}", failure));
    }

    private async Task<CallFailure?> InspectFilteredAsync(string prefixListId, CancellationToken cancellationToken)
    {
        var briefly = invocation.Retry.AtMost(2);
        return await InspectAsync(new GroupFilter.Using(prefixListId, IsEgress: false), static _ => true, briefly, cancellationToken)
            ?? await InspectAsync(new GroupFilter.Using(prefixListId, IsEgress: true), group => !Uses(group, prefixListId, isEgress: false),
                briefly, cancellationToken);
    }

    private async Task<CallFailure?> InspectAsync(
        GroupFilter filter, Func<SecurityGroup, bool> isWanted, Retry retry, CancellationToken cancellationToken)
    {
        var pages = new GroupPages(groups, retry) { MaxPages = invocation.Options.MaxPages };
        await foreach (var read in pages.ReadAsync(filter, null, cancellationToken))
        {
            if (!read.TryGet(out var page, out var failure))
            {
                return failure;
            }
            await _reconciler.ReconcileAsync(page.Groups.Where(isWanted), groupTime: null, cancellationToken);
        }
        return null;
    }

    private static bool Uses(SecurityGroup group, string prefixListId) =>
        Uses(group, prefixListId, isEgress: false) || Uses(group, prefixListId, isEgress: true);

    private static bool Uses(SecurityGroup group, string prefixListId, bool isEgress) =>
        group.Rules.Any(rule => rule.IsEgress == isEgress && rule.Peer is Peer.PrefixList(var id) && id == prefixListId);
}
