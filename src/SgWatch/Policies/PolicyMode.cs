namespace SgWatch.Policies;

/// <summary>Whether findings are acted on, from weak to strong.</summary>
public enum PolicyMode
{
    /// <summary>Findings are only reported.</summary>
    Observe,

    /// <summary>Findings are acted on.</summary>
    Enforce,
}
