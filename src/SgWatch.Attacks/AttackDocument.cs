using System.Text.Json;
using SgWatch.Text;

namespace SgWatch.Attacks;

/// <summary>A run of the suite for programs: the document <c>sgwatch.attack/1</c>, on one line at the end.</summary>
/// <param name="output">Where it writes. The caller closes it.</param>
public sealed class AttackDocument(TextWriter output) : IAttackWriter
{
    /// <summary>Writes nothing, because there is one document about all.</summary>
    public void Write(AttackResult result)
    {
    }

    /// <inheritdoc/>
    public void End(AttackReport report) => output.WriteLine(JsonOutput.ObjectText(json =>
    {
        json.WriteString("schema", "sgwatch.attack/1");
        json.WriteString("account", report.Target.AccountId);
        json.WriteString("region", report.Target.Region);
        json.WriteString("events", report.Events);
        json.WriteObjects("attacks", report.Results, WriteAttack);
        json.WriteNumber("held", report.Held);
        json.WriteNumber("of", report.Results.Length);
        json.WriteStrings("left", report.Left);
    }));

    private static void WriteAttack(Utf8JsonWriter json, AttackResult result)
    {
        json.WriteNumber("number", result.Attack.Number);
        json.WriteString("name", result.Attack.Title);
        json.WriteBoolean("held", result.IsHeld);
        json.WriteNumber("seconds", Math.Round(result.Took.TotalSeconds, 3));
        json.WriteStrings("why", result.Why);
        json.WriteStrings("without", result.Without);
    }
}
