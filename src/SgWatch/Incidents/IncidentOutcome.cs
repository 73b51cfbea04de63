namespace SgWatch.Incidents;

/// <summary>How an incident ended. Its name in lower case stands in JSON.</summary>
public enum IncidentOutcome
{
    /// <summary>The guard took away what the policy forbids, and read the group again: it complies.</summary>
    Reverted,

    /// <summary>The guard changed nothing. People must look at the group.</summary>
    Alerted,

    /// <summary>
    /// The group doesn't comply although the guard tried, or permitted traffic could not be authorized again. The incident says what was
    /// changed all the same.
    /// </summary>
    Failed,

    /// <summary>The guard recorded the incident before the change. How it ended isn't known yet.</summary>
    Intended,

    /// <summary>A person undid an incident: what it had taken away is back.</summary>
    Undone,
}
