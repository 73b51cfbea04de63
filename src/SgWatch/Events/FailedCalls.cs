using System.Collections.Immutable;
using SgWatch.Changes;

namespace SgWatch.Events;

/// <summary>Calls that EC2 answered with an error. AWS says that they changed nothing, and some people report rules that were added all
/// the same.</summary>
/// <remarks>An inspection costs one read. So the groups that these calls name are inspected, but no rule counts as new.</remarks>
internal static class FailedCalls
{
    private const string Prefix = "Client.";
    private const string OwnAgent = "sgwatch";

    private static readonly ImmutableHashSet<string> Adding =
        ["AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress", "ModifySecurityGroupRules"];

    // EC2 didn't even try
    private static readonly ImmutableHashSet<string> Refusals = ["UnauthorizedOperation", "DryRunOperation"];

    /// <summary>Whether the call may have added a rule.</summary>
    /// <remarks>
    /// The guard's own calls are left out. Otherwise its refused call would lead to an inspection, and that to the same call, for ever.
    /// Anybody can write the guard's user agent. Whoever does so avoids only this inspection; the next sweep sees the group.
    /// </remarks>
    /// <param name="origin">The call.</param>
    /// <param name="errorCode">EC2's error code, with or without its prefix <c>Client.</c>.</param>
    public static bool MayHaveAdded(Origin origin, string errorCode)
    {
        var code = errorCode.StartsWith(Prefix, StringComparison.Ordinal) ? errorCode[Prefix.Length..] : errorCode;
        return Adding.Contains(origin.EventName) && !Refusals.Contains(code)
            && origin.Actor?.UserAgent?.Contains($"app/{OwnAgent}", StringComparison.Ordinal) != true;
    }

    /// <summary>The single groups among the targets of a call, without what it would have done there.</summary>
    public static ImmutableArray<Hint> OnlyWhere(ImmutableArray<Hint> hints) =>
        [.. hints.Where(hint => hint.Target is Target.Group or Target.NamedGroup).Select(hint => new Hint(hint.Target))];
}
