using System.Collections.Immutable;
using SgWatch.Changes;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Reconciling;

/// <summary>Makes the changes that found no room in an hour's budget, the gravest first, at a sweep's rate.</summary>
/// <remarks>
/// A change is one step graver for each hour that it has waited, up to critical. Of equally grave ones the oldest goes first.
/// </remarks>
internal sealed class WaitingChanges(InvocationContext invocation, GroupReconciler reconciler)
{
    private readonly Dictionary<AccountRegion, ISecurityGroups> _groups = [];
    private readonly HashSet<BudgetUse> _full = [];

    /// <summary>Makes as many as there is room and time for.</summary>
    /// <param name="waiting">Incidents that wait.</param>
    /// <param name="cancellationToken">Ends the work between two changes.</param>
    public async Task<ImmutableArray<GroupResult>> MakeAsync(IEnumerable<Incident> waiting, CancellationToken cancellationToken)
    {
        var results = ImmutableArray.CreateBuilder<GroupResult>();
        var inOrder = waiting.OrderByDescending(Gravity).ThenBy(incident => incident.StartedAt).ThenBy(incident => incident.Id)
            .GroupBy(incident => IncidentKey.Of(incident).Group);
        foreach (var atOnce in inOrder.Chunk(invocation.Options.MaxGroupsAtOnce))
        {
            if (!invocation.Retry.HasTimeFor(invocation.Options.SweepPageTime))
            {
                break; // the next sweep, or this one's own look at the group
            }
            var made = await Task.WhenAll(atOnce.Select(ofGroup => MakeAsync([.. ofGroup.Where(HasRoom)], cancellationToken)));
            foreach (var (incident, result) in made.SelectMany(pairs => pairs))
            {
                results.Add(result);
                if (result.IsBeyondLimit)
                {
                    _full.Add(BudgetUse.Of(incident));
                }
            }
        }
        return results.ToImmutable();
    }

    private async Task<List<(Incident Incident, GroupResult Result)>> MakeAsync(
        ImmutableArray<Incident> ofGroup, CancellationToken cancellationToken)
    {
        var results = new List<(Incident, GroupResult)>();
        foreach (var incident in ofGroup)
        {
            results.Add((incident, await reconciler.ResumeAsync(incident, Groups(incident.AccountRegion), cancellationToken)));
        }
        return results;
    }

    // what had no room for one has none for another of the same kind and actor
    private bool HasRoom(Incident incident) => !_full.Contains(BudgetUse.Of(incident));

    private Severity Gravity(Incident incident)
    {
        var acted = incident.Findings.Where(finding => finding.IsActedOn).Select(finding => finding.Guardrail.Severity);
        var hours = (invocation.Now - incident.StartedAt).TotalHours;
        return (Severity)Math.Min((int)acted.DefaultIfEmpty().Max() + (int)hours, (int)Severity.Critical);
    }

    private ISecurityGroups Groups(AccountRegion accountRegion)
    {
        lock (_groups)
        {
            if (!_groups.TryGetValue(accountRegion, out var groups))
            {
                groups = new RateLimitedSecurityGroups(
                    invocation.Open(accountRegion), invocation.Retry, invocation.Options, invocation.Time);
                _groups.Add(accountRegion, groups);
            }
            return groups;
        }
    }

    /// <summary>What a change that waits asks of which budget.</summary>
    private sealed record BudgetUse(AccountRegion AccountRegion, ChangeBudget Budget, bool IsCritical, string Actor)
    {
        public static BudgetUse Of(Incident incident)
        {
            var verdict = new Verdict(incident.Before, incident.Findings, incident.Planned);
            var claim = BudgetClaim.Of(verdict, ChangedRules.None, incident.Waits);
            return new(incident.AccountRegion, claim.Budget, claim.IsCritical, claim.Actor);
        }
    }
}
