using SgWatch.Lab.Identities;

namespace SgWatch.Simulation.World;

/// <summary>One rule's whole story, as the simulation itself saw it.</summary>
/// <param name="id">The rule's id.</param>
/// <param name="groupId">Its group.</param>
internal sealed class KnownRule(string id, string groupId)
{
    public string Id => id;

    public string GroupId => groupId;

    /// <summary>What it was, and who made it so. The last one is what it is.</summary>
    public List<RuleVersion> Versions { get; } = [];

    public RuleVersion Last => Versions[^1];

    public DateTimeOffset MadeAt => Versions[0].At;

    public DateTimeOffset? GoneAt { get; set; }

    public LabIdentity? GoneBy { get; set; }

    /// <summary>Whether somebody edited its description alone.</summary>
    public bool IsDescribed { get; set; }

    /// <summary>Whether the guard tried to take it.</summary>
    public bool IsTried { get; set; }

    public bool IsTakenByGuard => GoneBy is { } who && Laws.People.IsGuard(who);

    public bool IsAliveAt(DateTimeOffset at) => MadeAt <= at && !(GoneAt <= at);

    public override string ToString() => $"{id} of {groupId}, {Last.Rule}";
}
