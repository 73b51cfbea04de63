using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Calls;

namespace SgWatch.Aws.Ec2;

/// <summary>The account whose credentials the guard has.</summary>
/// <param name="connection">Who is asked while nobody has said it.</param>
/// <param name="time">For the time limit of the call.</param>
public sealed class OwnAccount(AwsConnection connection, TimeProvider time)
{
    private volatile string? _id;

    /// <summary>The account's 12 digits, as far as known; set where it is known without asking, as from a function's own ARN.</summary>
    public string? Id
    {
        get => _id;
        set => _id = value;
    }

    /// <summary>Who the credentials are; null until STS was asked.</summary>
    public string? Arn { get; private set; }

    /// <summary>The account's 12 digits; asks STS, once.</summary>
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
        if (answer is CallResult<string>.Ok(var account))
        {
            _id = account;
        }
        return answer;
    }
}
