using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Policies;
using SgWatch.Reports;
using SgWatch.Rules;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Guard.Remembering;

/// <summary>Reads what the guard remembers, for a person who asks. It changes nothing.</summary>
/// <param name="store">The memory.</param>
/// <param name="retry">Tries a call again.</param>
public sealed class MemoryReader(IMemoryStore store, Retry retry)
{
    private const int MaxPages = 10_000;

    /// <summary>One group beside what is remembered of it. CloudTrail isn't asked who made its rules.</summary>
    /// <param name="policy">The policy. Where it differs from the guard's, it counts as written now.</param>
    /// <param name="group">The group as it is.</param>
    /// <param name="prefixLists">The entries of prefix lists.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>Null if the account and region have no memory yet.</returns>
    public async Task<CallResult<Recollection?>> RecollectAsync(
        Policy policy, SecurityGroup group, PrefixLists prefixLists, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var at = new AccountRegion(group.OwnerId, group.Region);
        var region = await retry.RunAsync(token => store.ReadRegionAsync(at, token), cancellationToken);
        if (!region.TryGet(out var known, out var failure))
        {
            return failure;
        }
        if (known.IsUnreadable)
        {
            return NotUnderstood($"{at.Account}/{at.Region}");
        }
        if (known.Value is not { } ofRegion)
        {
            return new CallResult<Recollection?>.Ok(null);
        }
        var read = await retry.RunAsync(token => store.ReadAsync(at, group.GroupId, token), cancellationToken);
        if (!read.TryGet(out var stored, out failure))
        {
            return failure;
        }
        return stored.IsUnreadable
            ? NotUnderstood(group.GroupId)
            : new Recollection(
                policy, group, prefixLists, stored.Value, ofRegion.Under(policy, now), ImmutableDictionary<string, RuleMaker>.Empty, now);
    }

    /// <summary>What is remembered of a group. Its value is null if there is nothing, or nothing that can be understood.</summary>
    /// <param name="accountRegion">Where the group is.</param>
    /// <param name="groupId">The group.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public Task<CallResult<Versioned<GroupMemory>>> GroupAsync(
        AccountRegion accountRegion, string groupId, CancellationToken cancellationToken) =>
        retry.RunAsync(token => store.ReadAsync(accountRegion, groupId, token), cancellationToken);

    /// <summary>The accounts and regions that have a memory.</summary>
    public Task<CallResult<ImmutableArray<AccountRegion>>> RegionsAsync(CancellationToken cancellationToken) =>
        retry.RunAsync(store.RegionsAsync, cancellationToken);

    /// <summary>What is tolerated in an account and region, and what is expected. What has ended is left out.</summary>
    /// <param name="accountRegion">The account and region.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<CallResult<BaselineList>> BaselineAsync(
        AccountRegion accountRegion, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var region = await retry.RunAsync(token => store.ReadRegionAsync(accountRegion, token), cancellationToken);
        if (!region.TryGet(out var ofRegion, out var failure))
        {
            return failure;
        }
        var rows = ImmutableArray.CreateBuilder<BaselineRow>();
        var where = $"{accountRegion.Account}/{accountRegion.Region}";
        ImmutableArray<string> unreadable = ofRegion.IsUnreadable ? [where] : [];
        string? at = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var from = at;
            var listed = await retry.RunAsync(token => store.ListAsync(accountRegion, from, token), cancellationToken);
            if (!listed.TryGet(out var part, out failure))
            {
                return failure;
            }
            rows.AddRange(part.Groups.SelectMany(group => BaselineRow.Of(accountRegion, ofRegion.Value, group.Value!, now)));
            unreadable = unreadable.AddRange(part.Unreadable.Select(group => $"{where}/{group}"));
            if (part.NextToken is null)
            {
                return new BaselineList(rows.ToImmutable(), unreadable);
            }
            at = part.NextToken;
        }
        return new CallFailure(CallFailureKind.Rejected, "ListMemory", "TooManyPages", $"The memory did not end within {MaxPages} parts.");
    }

    /// <summary>Why what is there isn't used: what can't be understood isn't "nothing remembered".</summary>
    /// <param name="what">Whose memory it is.</param>
    internal static CallFailure NotUnderstood(string what) => new(CallFailureKind.Rejected, "ReadMemory", "NotUnderstood",
        $"What is remembered of {what} can't be understood. A later version of SgWatch may have written it.");
}
