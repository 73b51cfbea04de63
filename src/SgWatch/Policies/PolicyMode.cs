namespace SgWatch.Policies;

/// <summary>Whether findings are acted on. Ordered from weak to strong.</summary>
public enum PolicyMode
{
    /// <summary>Report only.</summary>
    Observe,

    /// <summary>Act.</summary>
    Enforce,
}
