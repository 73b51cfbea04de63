namespace SgWatch.Incidents;

/// <summary>How an incident ended.</summary>
public enum IncidentOutcome
{
    /// <summary>What the policy forbids was taken away, and the group was seen to comply.</summary>
    Reverted,

    /// <summary>Nothing was changed; people are to look.</summary>
    Alerted,

    /// <summary>The group could not be brought to comply; what was done all the same is in the incident.</summary>
    Failed,

    /// <summary>Written down before the change; how it ended isn't known yet.</summary>
    Intended,

    /// <summary>A person put back what an incident had taken away.</summary>
    Undone,
}
