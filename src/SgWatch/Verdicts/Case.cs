using SgWatch.Policies;
using SgWatch.Rules;

namespace SgWatch.Verdicts;

/// <summary>What is judged: one group by one policy, at one moment and with one cause.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Group">The group with all its rules, as it was read.</param>
/// <param name="PrefixLists">The entries of the <see cref="Judge.PrefixListsOf"/> the group. A list that isn't among them couldn't be
/// read.</param>
/// <param name="Cause">Why the group is judged, and which of its rules are new.</param>
/// <param name="Now">The time. It decides which exemptions are in force.</param>
public sealed record Case(Policy Policy, SecurityGroup Group, PrefixLists PrefixLists, InspectionCause Cause, DateTimeOffset Now)
{
    /// <summary>Which rules are new. Default: those that the cause names.</summary>
    public IRuleStandings Standings { get => field ?? new NamedStandings(Cause); init; }

    /// <summary>How many rules the group may have. Default: EC2's default.</summary>
    public GroupQuota Quota { get; init; } = GroupQuota.Default;
}
