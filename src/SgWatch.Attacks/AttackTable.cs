using System.Globalization;
using SgWatch.Text;

namespace SgWatch.Attacks;

/// <summary>A run of the suite for people: a line for each attack as soon as it ends, and a last line such as
/// <c>25 of 25 held</c>.</summary>
/// <param name="output">Where it writes. The caller closes it.</param>
public sealed class AttackTable(TextWriter output) : IAttackWriter
{
    private const int TitleWidth = 60;

    /// <summary>One attack: a line, and below it what was left out and what is wrong.</summary>
    public void Write(AttackResult result)
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
        output.WriteLine(string.Join('\n', lines));
        output.Flush();
    }

    /// <inheritdoc/>
    public void End(AttackReport report) => output.WriteLine($"{report.Held} of {report.Results.Length} held");

    /// <summary>The attacks themselves.</summary>
    public static string List(IEnumerable<Attack> attacks) => string.Join('\n', attacks.Select(attack => $"""
        {attack.Number,2}  {attack.Title}
            way in     {attack.WayIn}
            missed by  {attack.MissedBy}
            held by    {attack.HeldBy}

        """));
}
