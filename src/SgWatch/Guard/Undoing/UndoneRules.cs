using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Remembering;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;
using SgWatch.Rules;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Guard.Undoing;

/// <summary>Notes in the group's memory which rules an undo puts back, so that the guard leaves them alone.</summary>
/// <param name="store">The memory.</param>
/// <param name="prefixLists">The entries of the prefix lists that the rules name.</param>
/// <param name="retry">Tries a call again.</param>
/// <param name="time">The clock.</param>
public sealed class UndoneRules(IMemoryStore store, PrefixLists prefixLists, Retry retry, TimeProvider time)
{
    private readonly MemoryEditor _editor = new(store, retry);

    /// <summary>The rules that a plan puts back, as the memory expects them.</summary>
    /// <param name="incident">The incident that is undone.</param>
    /// <param name="plan">What the undo does.</param>
    /// <param name="actor">Who undoes it.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyCollection<ExpectedRule> Of(Incident incident, Plan plan, Actor actor, DateTimeOffset now) =>
    [
        .. plan.Authorize.Select(rule => new ExpectedRule(BareRule(rule), BaselineReason.Undone, now)
        {
            By = actor.Arn,
            Note = $"undo of {incident.Id}",
        }),
    ];

    /// <summary>Notes the rules before EC2 is called.</summary>
    /// <param name="incident">The incident that is undone.</param>
    /// <param name="plan">What the undo does.</param>
    /// <param name="actor">Who undoes it.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>A failure if they aren't noted: the guard would take the rules away again.</returns>
    public async Task<CallResult<Done>> ExpectAsync(Incident incident, Plan plan, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var edited = await _editor.EditAsync(incident.AccountRegion, incident.Before.GroupId, now,
            memory => memory.Expecting(Of(incident, plan, actor, now)), cancellationToken);
        return edited.TryGet(out _, out var failure) ? default(Done) : failure;
    }

    /// <summary>Notes the ids that EC2 gave the rules. If that fails, the guard's next look finds the rules by what they admit.</summary>
    /// <param name="undone">The undo, as an incident that has ended.</param>
    /// <param name="actor">Who did it.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task SettleAsync(Incident undone, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var entries = undone.Authorized.Where(rule => rule.SecurityGroupRuleId is not null)
            .Select(rule => new BaselineEntry(null, RememberedContent.Of(rule, prefixLists), BaselineReason.Undone, now)
            {
                By = actor.Arn,
                Note = $"undo of {undone.Undoes}",
            })
            .ToList();
        if (entries.Count > 0)
        {
            await _editor.EditAsync(undone.AccountRegion, undone.Before.GroupId, now,
                memory => entries.Aggregate(memory, (changed, entry) => changed.Tolerating(entry)), cancellationToken);
        }
    }

    private static SecurityGroupRule BareRule(SecurityGroupRule rule) => new(null, rule.IsEgress, rule.Service, rule.Peer);
}
