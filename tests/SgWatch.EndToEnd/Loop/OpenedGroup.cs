namespace SgWatch.EndToEnd.Loop;

/// <summary>The group that is opened.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="OldRuleId">The id of the one rule that it has before. Empty for the default group.</param>
public sealed record OpenedGroup(string Id, string Name, string OldRuleId);
