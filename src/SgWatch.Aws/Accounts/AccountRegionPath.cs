using SgWatch.Aws.Connections;
using SgWatch.Calls;
using SgWatch.Changes;

namespace SgWatch.Aws.Accounts;

/// <summary>An account and region as a part of a key, such as <c>111122223333/eu-west-1</c>.</summary>
internal static class AccountRegionPath
{
    /// <summary>The text. What names no account is the guard's own, and what names no region is in the connection's.</summary>
    /// <param name="accountRegion">The account and region.</param>
    /// <param name="ownAccount">The guard's own account. Null if every account is named.</param>
    /// <param name="connection">The guard's connection.</param>
    /// <param name="cancellationToken">Ends the call to STS.</param>
    public static async Task<CallResult<string>> OfAsync(
        AccountRegion accountRegion, OwnAccount? ownAccount, AwsConnection connection, CancellationToken cancellationToken)
    {
        var account = accountRegion.Account;
        if (account is null)
        {
            if (ownAccount is null)
            {
                return new CallFailure(CallFailureKind.Rejected, "Memory", "UnknownAccount", "Nothing says whose memory is meant.");
            }
            if (!(await ownAccount.GetAsync(cancellationToken)).TryGet(out account, out var failure))
            {
                return failure;
            }
        }
        return $"{account}/{accountRegion.Region ?? connection.Region}";
    }
}
