using Amazon.Runtime;
using SgWatch.Calls;

namespace SgWatch.Aws.Accounts;

/// <summary>The credentials for calls in an account: the guard's own, or those of the member role there.</summary>
/// <param name="ownAccount">The guard's own account.</param>
/// <param name="members">The sessions in other accounts; null if the guard has no role there.</param>
internal sealed class AccountCredentials(OwnAccount ownAccount, MemberSessions? members)
{
    /// <summary>Gives an account's credentials; null for the guard's own.</summary>
    /// <param name="account">The account; null for the guard's own.</param>
    /// <param name="region">The region of the calls.</param>
    /// <param name="operation">The call, for its failure.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<CallResult<AWSCredentials?>> GetAsync(
        string? account, string region, string operation, CancellationToken cancellationToken)
    {
        var own = await ownAccount.GetAsync(cancellationToken);
        if (!own.TryGet(out var ownId, out var failure))
        {
            return failure;
        }
        if (account is null || account == ownId)
        {
            return new CallResult<AWSCredentials?>.Ok(null);
        }
        if (members is null)
        {
            return new CallFailure(CallFailureKind.Rejected, operation, "NoMemberRole",
                $"The group belongs to account {account}, in which the guard has no role.");
        }
        var session = await members.ForReading(account).AssumeAsync(region, cancellationToken);
        return session.TryGet(out var role, out failure) ? new CallResult<AWSCredentials?>.Ok(role.Credentials) : failure;
    }
}
