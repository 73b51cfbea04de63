using SgWatch.Incidents;
using SgWatch.Policies.Wording;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Undoing;

/// <summary>What an undo would do, and whether the policy would take it away again. A person reads it before saying yes.</summary>
public static class UndoPreview
{
    private const int ExemptionDays = 30;

    /// <summary>Writes it.</summary>
    /// <param name="incident">The incident that is to be undone.</param>
    /// <param name="plan">What the undo would do.</param>
    /// <param name="forecast">When the policy would take away what is put back.</param>
    /// <param name="today">The day, from which an exemption counts.</param>
    /// <param name="output">Where it is written.</param>
    public static void Write(Incident incident, Plan plan, UndoForecast forecast, DateOnly today, TextWriter output)
    {
        var group = incident.Before;
        output.WriteLine($"{group.GroupId} ({SafeText.Line(group.GroupName)}) in {incident.Account}, {incident.Region}:");
        foreach (var rule in plan.Authorize)
        {
            output.WriteLine($"  + {rule}{(rule.Description is { } text ? $"  \"{SafeText.Line(text)}\"" : "")}");
        }
        foreach (var rule in plan.Revoke)
        {
            output.WriteLine($"  - {rule}  [{rule.SecurityGroupRuleId}]");
        }
        output.WriteLine();
        output.WriteLine(forecast switch
        {
            UndoForecast.Tolerated =>
                "The policy forbids what is put back. SgWatch leaves it, because its memory notes that you put it back.",
            UndoForecast.AtOnce => "The policy forbids what is put back. SgWatch takes it away again within minutes.",
            UndoForecast.NextSweep => "The policy forbids what is put back. The next sweep takes it away again, within the hour.",
            _ => "The policy leaves what is put back as it is.",
        });
        if (forecast is UndoForecast.AtOnce or UndoForecast.NextSweep && !plan.Authorize.IsEmpty)
        {
            output.WriteLine("To keep it, put this into the policy first, with a reason of your own:");
            output.WriteLine();
            var until = today.AddDays(ExemptionDays);
            output.WriteLine(ExemptionText.Write(group.GroupId, plan.Authorize, $"undo of {incident.Id}", until));
        }
    }
}
