using System.Collections.Immutable;
using SgWatch.Events;
using SgWatch.Guard.Ports;
using SgWatch.Rules;

namespace SgWatch.Guard.Sweeping;

/// <summary>Looks at every group of an account and region that has a rule whose peer is a prefix list.</summary>
internal sealed class PrefixListUsers(ISecurityGroups groups, Inspection look, GroupListing listing, GroupListing brieflyTried)
{
    /// <summary>Looks at them: those that EC2 names or, from a server that doesn't know the filter, those that are found by reading all.</summary>
    public async Task<ImmutableArray<LookResult>> RunAsync(string prefixListId, CancellationToken cancellationToken)
    {
        bool Has(SecurityGroup group, bool isEgress) =>
            group.Rules.Any(rule => rule.IsEgress == isEgress && rule.Peer is Peer.PrefixList(var id) && id == prefixListId);
        Task<GroupListing.Walked> WalkAsync(GroupListing through, GroupFilter filter, Func<SecurityGroup, bool> isWanted) =>
            through.WalkAsync(groups, filter, null, isWanted, mayStop: false, cancellationToken);

        var walked = await WalkAsync(brieflyTried, new GroupFilter.Using(prefixListId, IsEgress: false), static _ => true);
        if (walked.Failure is null)
        {
            walked = await WalkAsync(brieflyTried, new GroupFilter.Using(prefixListId, IsEgress: true), group => !Has(group, isEgress: false));
        }
        if (walked.Failure is not null)
        {
            walked = await WalkAsync(listing, new GroupFilter.Every(), group => Has(group, isEgress: false) || Has(group, isEgress: true));
        }
        ImmutableArray<LookResult> results = [.. brieflyTried.Results, .. listing.Results];
        return walked.Failure is { } failure ? [.. results, LookResult.Failed(look, $"users of {prefixListId}", failure)] : results;
    }
}
