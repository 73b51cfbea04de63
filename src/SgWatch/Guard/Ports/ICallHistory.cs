using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Rules;

namespace SgWatch.Guard.Ports;

/// <summary>Finds the calls of the past, as CloudTrail's LookupEvents knows them for 90 days.</summary>
public interface ICallHistory
{
    /// <summary>Finds the call that made a rule, or gave it what it admits now. One logical call without retries.</summary>
    /// <param name="accountRegion">Where the group is.</param>
    /// <param name="groupId">The group.</param>
    /// <param name="rule">The rule as it is.</param>
    /// <param name="isModified">Whether the rule was remembered and admits more now.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The call. Null if CloudTrail knows none, or if it isn't within four pages.</returns>
    Task<CallResult<Origin?>> FindMakerAsync(
        AccountRegion accountRegion, string groupId, SecurityGroupRule rule, bool isModified, CancellationToken cancellationToken);
}
