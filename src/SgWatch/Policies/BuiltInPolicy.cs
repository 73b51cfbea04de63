namespace SgWatch.Policies;

/// <summary>The policy that holds if nobody wrote one.</summary>
/// <remarks>It isn't read from its file, so that the function reads no YAML at a cold start. A test keeps both the same.</remarks>
public static class BuiltInPolicy
{
    private const string Sha256 = "ff6452ab583eb707d45b2f455d56fe104ebea196f9b6cf5af7e64e2b436a097a"; // of its file

    private static readonly Selector DefaultGroup = new() { Names = ["default"] };
    private static readonly Selector EveryOtherGroup = new() { Not = DefaultGroup };

    /// <summary>The policy: the default group has no rules, and in every other group no new rule may be open to the world.</summary>
    public static Policy Instance { get; } = new("built-in", Sha256)
    {
        Guardrails =
        [
            new("default-group-closed")
            {
                Description = "The default security group carries no rules at all.",
                Groups = DefaultGroup,
                Forbid = [Pattern.Any],
                Judge = JudgeScope.State,
            },
            new("no-world-open-ingress")
            {
                Description = "No new rule lets the world in.",
                Groups = EveryOtherGroup,
                Forbid = [Pattern.AnyFromWorld(isEgress: false)],
            },
            new("no-world-open-egress")
            {
                Description = "No new rule lets traffic out to the world.",
                Groups = EveryOtherGroup,
                Forbid = [Pattern.AnyFromWorld(isEgress: true)],
            },
        ],
    };

    /// <summary>The same policy as a file, <c>policies/built-in.yaml</c>, with its tests.</summary>
    public static string Text => EmbeddedText.Read("built-in.yaml");
}
