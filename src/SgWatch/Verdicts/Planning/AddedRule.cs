using System.Buffers;
using SgWatch.Rules;

namespace SgWatch.Verdicts.Planning;

/// <summary>Marks the rules that the guard adds, so that their descriptions say which guardrail asked for them.</summary>
internal static class AddedRule
{
    private const int MaxLength = 255;
    private const string Mark = "sgwatch: ";

    // EC2 API Reference, IpRange, Description: up to 255 characters; a-z, A-Z, 0-9, spaces, and ._-:/()#,@[]+=&;{}!$*
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._-:/()#,@[]+=&;{}!$*");

    /// <summary>A rule to be added, with a description that names its guardrails.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="cause">Why it is added, such as <c>required by</c>.</param>
    /// <param name="guardrails">The names of the guardrails that ask for it.</param>
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
