using SgWatch.Lab.Identities;
using SgWatch.Simulation.Plain;

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

    /// <summary>When somebody first edited its description alone. Null if nobody did.</summary>
    public DateTimeOffset? DescribedAt { get; set; }

    /// <summary>What persons said about it with <c>sgwatch baseline accept</c>.</summary>
    public List<Acceptance> Acceptances { get; } = [];

    /// <summary>When a person last began to drop it. Null if nobody did.</summary>
    public DateTimeOffset? DroppingAt { get; set; }

    /// <summary>When it was last dropped for certain.</summary>
    public DateTimeOffset? DroppedAt { get; set; }

    /// <summary>The process of the guard that last tried to take it. Null if none did.</summary>
    public GuardProcess? TakenBy { get; set; }

    public bool IsTakenByGuard => GoneBy is { } who && People.IsGuard(who);

    public bool IsAliveAt(DateTimeOffset at) => MadeAt <= at && !(GoneAt <= at);

    public override string ToString() => $"{id} of {groupId}, {Last.Rule}";
}
