using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using SgWatch.Text;

namespace SgWatch.Attacks;

/// <summary>How a run of the suite reads: a line for each attack and a last line, or one JSON document.</summary>
public static class AttackReport
{
    private const int TitleWidth = 60;

    /// <summary>One attack: a line, and below it what was left out and what is wrong.</summary>
    public static string Line(AttackResult result)
    {
        var word = result switch
        {
            { IsFailed: true } => "FAILED",
            { IsHeld: true } => "held",
            _ => "NOT HELD",
        };
        var took = string.Create(CultureInfo.InvariantCulture, $"{result.Took.TotalSeconds:0.00} s");
        string[] lines =
        [
            $"{result.Attack.Number,2}  {result.Attack.Title.PadRight(TitleWidth)}  {word,-8}  {took,9}",
            .. result.Without.Select(what => $"      without {what}"),
            .. result.Why.Select(why => $"      {SafeText.Line(why)}"),
        ];
        return string.Join('\n', lines);
    }

    /// <summary>The last line, such as <c>20 of 20 held</c>.</summary>
    public static string Total(ImmutableArray<AttackResult> results) =>
        $"{results.Count(result => result.IsHeld)} of {results.Length} held";

    /// <summary>The document <c>sgwatch.attack/1</c>, on one line.</summary>
    /// <param name="target">What was attacked.</param>
    /// <param name="events">How the lab delivered events, as the command names it.</param>
    /// <param name="results">The results.</param>
    /// <param name="left">What couldn't be deleted.</param>
    public static string Json(
        AttackTarget target, string events, ImmutableArray<AttackResult> results, ImmutableArray<string> left) =>
        JsonOutput.ObjectText(json =>
        {
            json.WriteString("schema", "sgwatch.attack/1");
            json.WriteString("account", target.AccountId);
            json.WriteString("region", target.Region);
            json.WriteString("events", events);
            json.WriteObjects("attacks", results, Write);
            json.WriteNumber("held", results.Count(result => result.IsHeld));
            json.WriteNumber("of", results.Length);
            json.WriteStrings("left", left);
        });

    /// <summary>The attacks themselves, for people.</summary>
    public static string List(IEnumerable<Attack> attacks) => string.Join('\n', attacks.Select(attack => $"""
        {attack.Number,2}  {attack.Title}
            way in     {attack.WayIn}
            missed by  {attack.MissedBy}
            held by    {attack.HeldBy}

        """));

    private static void Write(Utf8JsonWriter json, AttackResult result)
    {
        json.WriteNumber("number", result.Attack.Number);
        json.WriteString("name", result.Attack.Title);
        json.WriteBoolean("held", result.IsHeld);
        json.WriteNumber("seconds", Math.Round(result.Took.TotalSeconds, 3));
        json.WriteStrings("why", result.Why);
        json.WriteStrings("without", result.Without);
    }
}
