using System.Buffers;
using SgWatch.Rules;

namespace SgWatch.Verdicts.Planning;

/// <summary>Marks the rules that the guard adds, so that whoever meets one in a group knows which guardrail asked for it.</summary>
internal static class AddedRule
{
    private const int MaxLength = 255;
    private const string Mark = "sgwatch: ";

    // EC2 API Reference, IpRange, Description: up to 255 characters; a-z, A-Z, 0-9, spaces, and ._-:/()#,@[]+=&;{}!$*
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._-:/()#,@[]+=&;{}!$*");

    /// <summary>Whether a rule is marked as the guard's own; anybody may mark one so.</summary>
    public static bool IsMarked(SecurityGroupRule rule) => rule.Description?.StartsWith(Mark, StringComparison.Ordinal) == true;

    /// <summary>A rule to be added because of guardrails.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="cause">Such as <c>required by</c>.</param>
    /// <param name="guardrails">Their names.</param>
    public static SecurityGroupRule Describe(SecurityGroupRule rule, string cause, IEnumerable<string> guardrails)
    {
        var text = $"{Mark}{cause} {string.Join(", ", guardrails)}";
        return rule with
        {
            Description = string.Create(Math.Min(text.Length, MaxLength), text, static (description, all) =>
            {
                for (var i = 0; i < description.Length; i++)
                {
                    description[i] = Allowed.Contains(all[i]) ? all[i] : '-';
                }
            }),
        };
    }
}
