using SgWatch.Policies;
using SgWatch.Text;
using Entry = SgWatch.Incidents.MessageBuilder.Entry;

namespace SgWatch.Incidents;

/// <summary>The message that the policy can't be used, so that another one is in force.</summary>
public static class PolicyNotification
{
    private const int MaxEntries = 40;
    private const int MaxSourceLength = 30;
    private const string Rest = "'sgwatch policy lint' lists them all";

    /// <summary>The message.</summary>
    /// <param name="problem">Why the policy can't be used, in some lines.</param>
    /// <param name="inForce">The policy that is in force instead.</param>
    public static Notification For(string problem, Policy inForce)
    {
        var mode = JsonOutput.Word(inForce.Mode);
        var text = new MessageBuilder()
            .Paragraph("The policy can't be used, so SgWatch works with another one.")
            .Row("Policy", $"{inForce.Source} {inForce.Sha256[..Math.Min(12, inForce.Sha256.Length)]}, mode {mode}")
            .Section("What is wrong", problem.Split('\n').Select(Line), MaxEntries, Rest)
            .Paragraph($"""
                Correct the file. Check it with {MessageBuilder.Command("sgwatch policy lint")} and
                {MessageBuilder.Command("sgwatch policy test")}, and put it in place again.
                SgWatch reads it again by itself.
                """);
        var subject = $"SgWatch: the policy can't be used; {SafeText.Line(inForce.Source, MaxSourceLength)} is in force, mode {mode}";
        return Notification.Of("sgwatch.policy-problem", subject, text, json =>
        {
            json.WriteString("problem", problem);
            json.WriteString("inForce", inForce.Source);
            json.WriteString("sha256", inForce.Sha256);
            json.WriteString("mode", mode);
        });
    }

    // the reader's messages have a dash, which is not in ASCII
    private static Entry Line(string line) => new(line.Replace('—', '-'));
}
