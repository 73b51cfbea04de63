using System.Collections.Immutable;
using SgWatch.Changes;
using SgWatch.Events;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Rules;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Guard.Reconciling;

/// <summary>One group to reconcile with the policy.</summary>
/// <param name="GroupId">The group.</param>
/// <param name="Inspection">Why: the events and messages that led here, and the rules that are new as they say.</param>
/// <param name="Groups">Reads and changes the group.</param>
internal sealed record GroupWork(string GroupId, Inspection Inspection, ISecurityGroups Groups)
{
    /// <summary>The group as a listing has just read it; null to read it first.</summary>
    public SecurityGroup? Known { get; init; }

    /// <summary>What is remembered of the group, as a sweep has just read it; null to read it when it is needed.</summary>
    public Versioned<GroupMemory>? Recalled { get; init; }

    /// <summary>True if new rules that no event named are held: a sweep first counts the groups that have one.</summary>
    public bool HoldsUnheard { get; init; }

    /// <summary>By rule id: what CloudTrail has just answered about who made the rule, so that it isn't asked again.</summary>
    public ImmutableDictionary<string, RuleMaker> Makers { get; init; } = ImmutableDictionary<string, RuleMaker>.Empty;

    /// <summary>The unfinished incident of an earlier invocation that is to be ended; null for none.</summary>
    public Incident? Resumes { get; init; }

    /// <summary>The change that found no room in the hour's budget and has waited since; null for none.</summary>
    public Incident? Waited { get; init; }

    /// <summary>What fresh events say of the group and no reading has shown yet; null if nobody asks.</summary>
    public UnshownChanges? Unshown { get; init; }

    /// <summary>True if people were notified of the group's faults already.</summary>
    public bool IsKnown => Resumes is not null || Waited is not null;

    /// <summary>Why the group is judged.</summary>
    public InspectionCause Cause => new(Inspection.Changed, Inspection.IsAttachment)
    {
        IsSweep = Inspection.Target is Target.EveryGroup,
    };

    /// <summary>The beginning of the group's result.</summary>
    public GroupResult Result(GuardOutcome outcome) => GroupResult.Of(Inspection, GroupId, outcome);

    /// <summary>The work that ends an incident: the rules that it set out to take away still count as new, and keep their makers.</summary>
    public static GroupWork Resume(Incident incident, ISecurityGroups groups) =>
        Of(incident, groups, static _ => true) with { Resumes = incident };

    /// <summary>The work that makes a change which has waited.</summary>
    /// <param name="incident">The incident that waits.</param>
    /// <param name="groups">Reads and changes the group.</param>
    /// <param name="isRemembered">Whether the memory says which rules are new. Else those count that were to be taken away.</param>
    public static GroupWork Waiting(Incident incident, ISecurityGroups groups, bool isRemembered) =>
        Of(incident, groups, rule => !isRemembered || incident.MakerOf(rule) is not null) with { Waited = incident };

    private static GroupWork Of(Incident incident, ISecurityGroups groups, Func<SecurityGroupRule, bool> isNamed)
    {
        var groupId = incident.Before.GroupId;
        var changed = ChangedRules.Of(
        [
            .. incident.Origins.Select(origin => new Change(origin, ChangeKind.Other)),
            .. incident.Planned.Revoke.Where(isNamed).Select(rule => Made(incident.MakerOf(rule), rule)),
        ]);
        return new(groupId, new(incident.AccountRegion, new Target.Group(groupId), changed), groups);
    }

    // a rule whose list has grown isn't new; it admits more
    private static Change Made(Origin? maker, SecurityGroupRule rule)
    {
        var made = ChangedRules.MadeBy(maker, rule);
        return rule.Peer is Peer.PrefixList && maker?.EventName.Contains("SecurityGroup", StringComparison.Ordinal) == false
            ? made with { Kind = ChangeKind.PrefixList }
            : made;
    }
}
