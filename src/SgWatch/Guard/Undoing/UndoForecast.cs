namespace SgWatch.Guard.Undoing;

/// <summary>What becomes of rules that are put back.</summary>
public enum UndoForecast
{
    /// <summary>The policy permits them.</summary>
    Stays,

    /// <summary>The policy forbids them. They stay, because the memory notes that a person put them back.</summary>
    Tolerated,

    /// <summary>The guard takes them away when the event of this very change arrives.</summary>
    AtOnce,

    /// <summary>The guard takes them away with the next sweep.</summary>
    NextSweep,
}
