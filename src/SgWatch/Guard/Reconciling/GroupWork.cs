using SgWatch.Changes;
using SgWatch.Events;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Reconciling;

/// <summary>One group to be brought to comply.</summary>
/// <param name="GroupId">The group.</param>
/// <param name="Hint">Why: the events and messages that led here, and the rules that are new by their word.</param>
/// <param name="Groups">By which it is read and changed.</param>
internal sealed record GroupWork(string GroupId, Inspection Hint, ISecurityGroups Groups)
{
    /// <summary>The group as a sweep has just read it; null to read it first.</summary>
    public SecurityGroup? Known { get; init; }

    /// <summary>The incident of a former try that is to be brought to its end; null for none.</summary>
    public Incident? Resumes { get; init; }

    /// <summary>The work that brings an incident to its end: what it set out to take away still counts as new.</summary>
    public static GroupWork Resume(Incident incident, ISecurityGroups groups) => new(
        incident.Before.GroupId,
        new(new(incident.Account, incident.Region), new Target.Group(incident.Before.GroupId),
            ChangedRules.Of(incident.Planned.Revoke.Select(rule => rule.SecurityGroupRuleId!), []))
        {
            Origins = incident.Origins,
        },
        groups)
    {
        Resumes = incident,
    };

    public InspectionCause InspectionCause => new(Hint.Changed, Hint.IsAttachment)
    {
        IsSweep = Hint.Target is Target.EveryGroup,
        Actors = [.. Hint.Origins.Select(origin => origin.Actor ?? new())],
    };
}
