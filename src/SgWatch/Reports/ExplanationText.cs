using System.Globalization;
using SgWatch.Verdicts;

namespace SgWatch.Reports;

/// <summary>A finding's status and what comes next, in words.</summary>
internal static class ExplanationText
{
    /// <summary>The status as JSON has it: <c>new</c>, <c>turned</c> or <c>tolerated</c>. A rule whose author isn't known is new.</summary>
    public static string StatusOf(RuleStanding standing) => standing.Kind switch
    {
        Standing.Turned => "turned",
        Standing.Tolerated => "tolerated",
        _ => "new",
    };

    /// <summary>One line for people, such as <c>tolerated since 2026-08-01 (was there before the guard): left alone</c>.</summary>
    /// <param name="forecast">What the next inspection does.</param>
    /// <param name="finding">The finding.</param>
    public static string Of(RuleForecast forecast, Finding finding)
    {
        var next = forecast.Of(finding).Why;
        if (!forecast.HasMemory || finding.Standing is not { } standing)
        {
            return $"next: {next}";
        }
        var since = forecast.SinceOf(finding) is { } at
            ? string.Create(CultureInfo.InvariantCulture, $" since {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC")
            : "";
        var why = standing switch
        {
            { Kind: not Standing.Tolerated } => "",
            { Entry: { } entry } => $" ({BaselineText.Sentence(entry.Reason, entry.By, entry.Note)})",
            _ => " (it was there, and admits no more than then)",
        };
        return $"{StatusOf(standing)}{since}{why}: {next}";
    }
}
