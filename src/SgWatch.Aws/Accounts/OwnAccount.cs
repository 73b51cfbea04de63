using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Calls;

namespace SgWatch.Aws.Accounts;

/// <summary>The account that the guard's own credentials belong to.</summary>
/// <param name="connection">The connection on which STS is asked, if nobody has set the account.</param>
/// <param name="time">The clock of the call's time limit.</param>
public sealed class OwnAccount(AwsConnection connection, TimeProvider time)
{
    private volatile string? _id;

    /// <summary>The account's 12 digits; null while unknown.</summary>
    /// <remarks>Set it where it is known without asking STS, for example from a function's own ARN.</remarks>
    public string? Id
    {
        get => _id;
        set => _id = value;
    }

    /// <summary>The ARN of the credentials' identity; null until STS was asked.</summary>
    public string? Arn { get; private set; }

    /// <summary>The account's 12 digits. If they are unknown, STS is asked once.</summary>
    public async Task<CallResult<string>> GetAsync(CancellationToken cancellationToken)
    {
        if (_id is { } known)
        {
            return known;
        }
        var answer = await AwsCall.TryAsync("GetCallerIdentity", time, async token =>
        {
            using var sts = connection.CreateSts(connection.Region);
            var caller = await sts.GetCallerIdentityAsync(new(), token);
            Arn = caller.Arn;
            return caller.Account;
        }, cancellationToken);
        if (answer.TryGet(out var account, out _))
        {
            _id = account;
        }
        return answer;
    }
}
