namespace SgWatch.Attacks;

/// <summary>Reads the messages that people got.</summary>
public interface IAttackMailbox
{
    /// <summary>Every message so far that contains this text.</summary>
    Task<IReadOnlyList<AttackMail>> ContainingAsync(string text, CancellationToken cancellationToken);
}
