using SgWatch.Policies;
using SgWatch.Text;

namespace SgWatch.Incidents;

/// <summary>Tells people that the policy they wrote isn't the one in force.</summary>
public static class PolicyNotification
{
    private const int MaxLines = 40;

    /// <summary>The message.</summary>
    /// <param name="problem">Why, in some lines.</param>
    /// <param name="inForce">What holds instead.</param>
    public static Notification For(string problem, Policy inForce)
    {
        var lines = problem.Split('\n').Take(MaxLines).Select(line => $"  {SafeText.Line(line)}");
        var mode = JsonOutput.Word(inForce.Mode);
        var instead = SafeText.Line($"{inForce.Source} {inForce.Sha256[..Math.Min(12, inForce.Sha256.Length)]}, mode {mode}");
        var text = $"""
            The policy can't be used as it is, so SgWatch goes on with another one:

              {instead}

            What is wrong
            {string.Join('\n', lines)}

            Mend it, try it with 'sgwatch policy lint' and 'sgwatch policy test', and put it in
            place again. SgWatch looks for it by itself.

            """;
        return new("sgwatch.policy-problem", $"SgWatch: the policy can't be used; {SafeText.Line(inForce.Source, 30)} holds, mode {mode}", text, JsonOutput.ObjectText(json =>
        {
            json.WriteString("schema", "sgwatch.policy-problem/1");
            json.WriteString("problem", problem);
            json.WriteString("inForce", inForce.Source);
            json.WriteString("sha256", inForce.Sha256);
            json.WriteString("mode", mode);
        }));
    }
}
