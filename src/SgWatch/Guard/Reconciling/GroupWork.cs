using SgWatch.Changes;
using SgWatch.Events;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Reconciling;

/// <summary>One group to reconcile with the policy.</summary>
/// <param name="GroupId">The group.</param>
/// <param name="Inspection">Why: the events and messages that led here, and the rules that are new as they say.</param>
/// <param name="Groups">Reads and changes the group.</param>
internal sealed record GroupWork(string GroupId, Inspection Inspection, ISecurityGroups Groups)
{
    /// <summary>The group as a listing has just read it; null to read it first.</summary>
    public SecurityGroup? Known { get; init; }

    /// <summary>The unfinished incident of an earlier invocation that is to be ended; null for none.</summary>
    public Incident? Resumes { get; init; }

    /// <summary>Why the group is judged.</summary>
    public InspectionCause Cause => new(Inspection.Changed, Inspection.IsAttachment)
    {
        IsSweep = Inspection.Target is Target.EveryGroup,
    };

    /// <summary>The beginning of the group's result.</summary>
    public GroupResult Result(GuardOutcome outcome) => GroupResult.Of(Inspection, GroupId, outcome);

    /// <summary>The work that ends an incident: the rules that it set out to take away still count as new, and keep their makers.</summary>
    public static GroupWork Resume(Incident incident, ISecurityGroups groups)
    {
        var groupId = incident.Before.GroupId;
        var changed = ChangedRules.Of(
        [
            .. incident.Origins.Select(origin => new Change(origin, ChangeKind.Other)),
            .. incident.Planned.Revoke.Select(rule => ChangedRules.MadeBy(incident.MakerOf(rule), rule)),
        ]);
        var inspection = new Inspection(incident.AccountRegion, new Target.Group(groupId), changed);
        return new(groupId, inspection, groups) { Resumes = incident };
    }
}
