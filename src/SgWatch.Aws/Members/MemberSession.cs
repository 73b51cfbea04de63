using Amazon;
using Amazon.Runtime;
using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Ec2;
using SgWatch.Calls;
using SgWatch.Guard.Ports;

namespace SgWatch.Aws.Members;

/// <summary>A session of the member role in one account: its credentials, renewed shortly before they expire, and its groups by region.</summary>
/// <remarks>
/// However many ask at once, the role is assumed once. A refusal is believed for <see cref="RefusalLasts"/>, so that an account
/// whose role is missing or broken costs next to nothing; anything else that failed is tried again by whoever asks next.
/// Source: STS API Reference, AssumeRole: an hour at most where a role assumes another.
/// </remarks>
internal sealed class MemberSession(AwsConnection connection, MemberRole role, string account, string name, TimeProvider time)
{
    /// <summary>How long before they expire credentials are renewed.</summary>
    public static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);

    /// <summary>How long a refusal holds.</summary>
    public static readonly TimeSpan RefusalLasts = TimeSpan.FromMinutes(1);

    private const int SecondsLong = 3600;
    private const int MaxRegions = 32;

    private readonly Lock _lock = new();
    private Task<CallResult<Session>>? _session;
    private DateTimeOffset _until;

    /// <summary>The account's groups of a region.</summary>
    public async Task<CallResult<ISecurityGroups>> OpenAsync(string region, CancellationToken cancellationToken) =>
        await Current(region).WaitAsync(cancellationToken) switch
        {
            CallResult<Session>.Ok(var session) => new CallResult<ISecurityGroups>.Ok(session.Regions.Get(
                region, () => new Ec2SecurityGroups(connection.CreateEc2(region, session.Credentials), region, time))),
            CallResult<Session>.Failed(var failure) => failure,
            var other => throw new System.Diagnostics.UnreachableException($"MemberSession has no case for {other.GetType().Name}."),
        };

    /// <summary>The session's credentials.</summary>
    /// <param name="region">Any of the account's partition.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<CallResult<AWSCredentials>> GetCredentialsAsync(string region, CancellationToken cancellationToken) =>
        await Current(region).WaitAsync(cancellationToken) switch
        {
            CallResult<Session>.Ok(var session) => new CallResult<AWSCredentials>.Ok(session.Credentials),
            CallResult<Session>.Failed(var failure) => failure,
            var other => throw new System.Diagnostics.UnreachableException($"MemberSession has no case for {other.GetType().Name}."),
        };

    private Task<CallResult<Session>> Current(string region)
    {
        lock (_lock)
        {
            if (_session is null || (_session.IsCompleted && time.GetUtcNow() >= _until))
            {
                _session = AssumeAsync(region);
            }
            return _session;
        }
    }

    // not cancelled by who asks first, for others wait for it too; AwsCall bounds it
    private async Task<CallResult<Session>> AssumeAsync(string region)
    {
        var partition = RegionEndpoint.GetBySystemName(region).PartitionName;
        var result = await AwsCall.TryAsync("AssumeRole", time, async token =>
        {
            using var sts = connection.CreateSts(connection.Region);
            var answer = await sts.AssumeRoleAsync(
                new()
                {
                    RoleArn = $"arn:{partition}:iam::{account}:role/{role.Name}",
                    RoleSessionName = name,
                    ExternalId = role.ExternalId,
                    DurationSeconds = SecondsLong,
                },
                token);
            return answer.Credentials ?? throw new ResponseException("NoCredentials", "STS answered without credentials.");
        }, CancellationToken.None);
        var now = time.GetUtcNow();
        lock (_lock)
        {
            _until = result switch
            {
                CallResult<Amazon.SecurityToken.Model.Credentials>.Ok(var credentials) =>
                    credentials.Expiration is { } expires ? new DateTimeOffset(expires.ToUniversalTime()) - RenewBefore : now,
                CallResult<Amazon.SecurityToken.Model.Credentials>.Failed { Failure.Kind: not CallFailureKind.Transient } => now + RefusalLasts,
                _ => now,
            };
        }
        return result switch
        {
            CallResult<Amazon.SecurityToken.Model.Credentials>.Ok(var credentials) =>
                new Session(new SessionAWSCredentials(credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken), new(MaxRegions)),
            CallResult<Amazon.SecurityToken.Model.Credentials>.Failed(var failure) => failure with { Message = $"{account}: {failure.Message}" },
            var other => throw new System.Diagnostics.UnreachableException($"MemberSession has no case for {other.GetType().Name}."),
        };
    }

    private sealed record Session(AWSCredentials Credentials, LeastRecentlyUsed<string, ISecurityGroups> Regions);
}
