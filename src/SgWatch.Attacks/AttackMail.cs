namespace SgWatch.Attacks;

/// <summary>A message that people got.</summary>
/// <param name="Id">Its id, or its text if it has no id.</param>
/// <param name="Text">Subject and body.</param>
public sealed record AttackMail(string Id, string Text)
{
    /// <summary>True if it reports this outcome: <c>closed</c>, <c>alert</c> or <c>failed</c>. Null matches every message.</summary>
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
