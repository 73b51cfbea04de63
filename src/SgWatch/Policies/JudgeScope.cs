namespace SgWatch.Policies;

/// <summary>Which violating rules a guardrail acts on: the policy's <c>judge</c>.</summary>
public enum JudgeScope
{
    /// <summary>Only rules that the event added or changed.</summary>
    Changes,

    /// <summary>Every rule, whenever the group is inspected.</summary>
    State,
}
