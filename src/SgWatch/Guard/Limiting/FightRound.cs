namespace SgWatch.Guard.Limiting;

/// <summary>Where an incident stands in a fight: somebody keeps putting back what the guard takes away.</summary>
internal enum FightRound
{
    /// <summary>There is no fight.</summary>
    None,

    /// <summary>This incident makes it a fight.</summary>
    First,

    /// <summary>People know of the fight already.</summary>
    Later,
}
