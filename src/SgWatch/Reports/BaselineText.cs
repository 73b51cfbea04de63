using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Reports;

/// <summary>Why a rule is tolerated, in words.</summary>
public static class BaselineText
{
    private const int MaxNoteLength = 200;

    /// <summary>The reason as JSON has it: one word with hyphens.</summary>
    public static string Word(BaselineReason reason) => reason switch
    {
        BaselineReason.FirstLook => "first-look",
        BaselineReason.NewGuardrail => "new-guardrail",
        BaselineReason.NewGroup => "new-group",
        _ => JsonOutput.Word(reason),
    };

    /// <summary>The reason for people, such as <c>accepted by ann: SEC-1234</c>.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="by">Who answers for it. Null if nobody does.</param>
    /// <param name="note">What that person wrote. Null if there is nothing.</param>
    public static string Sentence(BaselineReason reason, string? by, string? note)
    {
        var what = reason switch
        {
            BaselineReason.FirstLook => "was there before the guard",
            BaselineReason.NewGuardrail => "was there before the guardrail",
            BaselineReason.NewGroup => "given to the new group by EC2",
            BaselineReason.Observed => "came while the guardrail only observed",
            BaselineReason.Kept => "made by a principal of unless-changed-by",
            BaselineReason.Undone => "put back",
            BaselineReason.Accepted => "accepted",
            BaselineReason.Narrowed => "left by narrow of a tolerated rule",
            _ => JsonOutput.Word(reason),
        };
        return $"{what}{(by is null ? "" : $" by {SafeText.Line(by)}")}{(note is null ? "" : $": {SafeText.Line(note, MaxNoteLength)}")}";
    }
}
