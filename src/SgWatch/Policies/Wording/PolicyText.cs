using System.Collections.Immutable;
using System.Globalization;

namespace SgWatch.Policies.Wording;

/// <summary>A policy in plain words.</summary>
public static class PolicyText
{
    /// <summary>What holds for the policy as a whole: its mode, what counts as the world, and its limits.</summary>
    public static string Summary(Policy policy)
    {
        var (world, limits) = (policy.WorldOpen, policy.Limits);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Mode(policy.Mode)}. The world begins at {world.ThresholdIpv4:N0} public IPv4 addresses (/{world.Ipv4}) "
            + $"or as many IPv6 addresses as a /{world.Ipv6} holds. "
            + $"At most {limits.ChangesPerHour:N0} changes an hour in an account and Region; "
            + $"a rule that comes back {limits.FightsAfter} times within an hour is a fight.");
    }

    /// <summary>What a guardrail says, in a sentence or two.</summary>
    public static string Of(Guardrail guardrail, Policy policy)
    {
        var subject = SelectorText.Of(guardrail.Groups);
        var notAdmit = guardrail.Groups == Selector.EveryGroup ? "No group may admit" : $"{Capital(subject)} may not admit";
        var forbid = guardrail.Forbid.IsEmpty
            ? ""
            : $"{notAdmit} {Patterns(guardrail.Forbid, policy)}{Unless(guardrail, policy)}; {Action(guardrail)}.";
        var require = guardrail.Require.IsEmpty
            ? ""
            : $"{(forbid.Length > 0 ? "They" : Capital(subject))} must admit {Patterns(guardrail.Require, policy)}; "
                + "what is missing is put back.";
        var mode = guardrail.Mode is { } own && own != policy.Mode ? $" {Mode(own)}." : "";
        return $"{forbid}{(forbid.Length > 0 && require.Length > 0 ? " " : "")}{require}{mode}";
    }

    /// <summary>What an exemption says, in a sentence.</summary>
    public static string Of(Exemption exemption, Policy policy) =>
        $"Until {exemption.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} {SelectorText.Of(exemption.Groups)} may admit "
        + $"{Patterns(exemption.Allow, policy)}: {exemption.Reason}.";

    private static string Unless(Guardrail guardrail, Policy policy)
    {
        var permitted = guardrail.Allow.AddRange(guardrail.Require);
        return permitted.IsEmpty ? "" : $", except {Patterns(permitted, policy)}";
    }

    private static string Action(Guardrail guardrail)
    {
        var which = guardrail.Judge == JudgeScope.State ? "a rule that does, new or old," : "a new or changed rule that does";
        var what = guardrail.Action switch
        {
            GuardrailAction.Revoke => "is revoked",
            GuardrailAction.Narrow => string.Create(CultureInfo.InvariantCulture,
                $"is narrowed to what it may admit, or revoked if that takes more than {guardrail.NarrowLimit} rules"),
            _ => "is reported and left alone",
        };
        var unless = guardrail.UnlessChangedBy.IsEmpty ? "" : $", unless changed by {string.Join(" or ", guardrail.UnlessChangedBy)}";
        return $"{which} {what}{unless}";
    }

    private static string Mode(PolicyMode mode) => mode == PolicyMode.Enforce ? "Enforced" : "Observed: reported only";

    private static string Patterns(ImmutableArray<Pattern> patterns, Policy policy) =>
        string.Join("; or ", patterns.Select(pattern => PatternText.Of(pattern, policy)));

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
