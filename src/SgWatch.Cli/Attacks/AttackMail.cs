namespace SgWatch.Cli.Attacks;

/// <summary>A message that people got.</summary>
/// <param name="Id">Its id, or its text where it has none.</param>
/// <param name="Text">Subject and body.</param>
internal sealed record AttackMail(string Id, string Text)
{
    /// <summary>Whether it says that this was done: <c>closed</c>, <c>alert</c> or <c>failed</c>; anything for null.</summary>
    public bool Says(string? outcome) => outcome switch
    {
        null => true,
        "closed" => Has("SgWatch closed", "\"outcome\":\"reverted\""),
        "alert" => Has("SgWatch alert", "\"outcome\":\"alerted\""),
        "failed" => Has("SgWatch FAILED", "\"outcome\":\"failed\""),
        _ => false,
    };

    private bool Has(string subject, string json) =>
        Text.Contains(subject, StringComparison.Ordinal) || Text.Contains(json, StringComparison.Ordinal);
}

/// <summary>Where messages can be read.</summary>
internal interface IAttackMailbox
{
    /// <summary>Every message so far that has this text somewhere.</summary>
    Task<IReadOnlyList<AttackMail>> ContainingAsync(string text, CancellationToken cancellationToken);
}
