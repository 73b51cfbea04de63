using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken.Model;
using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Calls;

namespace SgWatch.Aws.Accounts;

/// <summary>A session of the member role in one account. Its credentials are renewed shortly before they expire.</summary>
/// <remarks>
/// If several callers ask at once, the role is assumed once. A refusal is kept for <see cref="RefusalLasts"/>, so that an account
/// with a missing or broken role costs few calls. After any other failure the next caller tries again.
/// Source: STS API Reference, AssumeRole: a session lasts at most an hour if a role assumes another role.
/// </remarks>
internal sealed class MemberSession(AwsConnection connection, MemberRole role, string account, string name, TimeProvider time)
{
    /// <summary>How long before their expiry credentials are renewed.</summary>
    public static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);

    /// <summary>How long a refusal is kept.</summary>
    public static readonly TimeSpan RefusalLasts = TimeSpan.FromMinutes(1);

    private const int DurationSeconds = 3600;

    private readonly Lock _lock = new();
    private Task<CallResult<AssumedRole>>? _current;
    private DateTimeOffset _validUntil;

    /// <summary>Gives the assumed role. If its credentials expire soon, the role is assumed again.</summary>
    /// <param name="region">Any region of the account's partition.</param>
    /// <param name="cancellationToken">Ends the caller's waiting, and not the call: others may wait for it too.</param>
    public Task<CallResult<AssumedRole>> AssumeAsync(string region, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_current is null || (_current.IsCompleted && time.GetUtcNow() >= _validUntil))
            {
                _current = RenewAsync(region);
            }
            return _current.WaitAsync(cancellationToken);
        }
    }

    private async Task<CallResult<AssumedRole>> RenewAsync(string region)
    {
        var answer = await CallStsAsync(RegionEndpoint.GetBySystemName(region).PartitionName);
        var validUntil = ValidUntil(answer);
        lock (_lock)
        {
            _validUntil = validUntil;
        }
        return answer.TryGet(out var keys, out var failure)
            ? new AssumedRole(new SessionAWSCredentials(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken))
            : failure with { Message = $"{account}: {failure.Message}" };
    }

    // no caller's token: AwsCall's time limit ends it
    private Task<CallResult<Credentials>> CallStsAsync(string partition) => AwsCall.TryAsync("AssumeRole", time, async token =>
    {
        using var sts = connection.CreateSts(connection.Region);
        var answer = await sts.AssumeRoleAsync(
            new()
            {
                RoleArn = $"arn:{partition}:iam::{account}:role/{role.Name}",
                RoleSessionName = name,
                ExternalId = role.ExternalId,
                DurationSeconds = DurationSeconds,
            },
            token);
        return answer.Credentials ?? throw new ResponseException("NoCredentials", "STS answered without credentials.");
    }, CancellationToken.None);

    private DateTimeOffset ValidUntil(CallResult<Credentials> answer)
    {
        var now = time.GetUtcNow();
        if (answer.TryGet(out var keys, out var failure))
        {
            return keys.Expiration is { } expires ? new DateTimeOffset(expires.ToUniversalTime()) - RenewBefore : now;
        }
        return failure.Kind == CallFailureKind.Transient ? now : now + RefusalLasts;
    }
}
