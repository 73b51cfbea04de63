namespace SgWatch.Guard.Limiting;

/// <summary>Where an incident stands in a fight.</summary>
internal enum FightRound
{
    /// <summary>In none.</summary>
    None,

    /// <summary>It is what makes it one.</summary>
    First,

    /// <summary>People know of it.</summary>
    Later,
}
