namespace SgWatch.Attacks;

/// <summary>Writes a run of the suite in one format: each attack when it ends, and then the run.</summary>
/// <remarks>A new format is a new writer, and a row in <see cref="AttackFormats"/>.</remarks>
public interface IAttackWriter
{
    /// <summary>Writes an attack that has just ended, if the format says anything about a single one.</summary>
    void Write(AttackResult result);

    /// <summary>Writes what is left once the run has ended.</summary>
    void End(AttackReport report);
}
