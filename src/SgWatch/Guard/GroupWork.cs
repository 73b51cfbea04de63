using SgWatch.Events;
using SgWatch.Policies;
using SgWatch.Rules;

namespace SgWatch.Guard;

/// <summary>One group to be brought to comply.</summary>
/// <param name="GroupId">The group.</param>
/// <param name="Look">Why: the events and messages that led here, and the rules that are new by their word.</param>
/// <param name="Groups">By which it is read and changed.</param>
internal sealed record GroupWork(string GroupId, ScopedLook Look, ISecurityGroups Groups)
{
    /// <summary>The group as a sweep has just read it; null to read it first.</summary>
    public SecurityGroup? Known { get; init; }

    public Occasion Occasion => new(Look.Look.Changed, Look.Look.IsAttachment)
    {
        Actors = [.. Look.Origins.Select(origin => origin.Actor ?? new())],
    };
}
