namespace SgWatch.Policies;

/// <summary>Which violating rules a guardrail acts on: the policy's <c>judge</c>.</summary>
public enum JudgeScope
{
    /// <summary>Only rules that the event in hand added or changed.</summary>
    Changes,

    /// <summary>Every rule, whenever the group is seen.</summary>
    State,
}
