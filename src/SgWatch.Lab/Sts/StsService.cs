using System.Buffers;
using System.Globalization;
using SgWatch.Changes;
using SgWatch.Lab.Api;
using SgWatch.Lab.Identities;

namespace SgWatch.Lab.Sts;

/// <summary>STS: who a key is, and sessions of the account's own roles; any role name will do, and nobody is refused one.</summary>
/// <remarks>Source: STS API Reference, GetCallerIdentity and AssumeRole. Sessions don't expire.</remarks>
internal sealed class StsService(string accountId, LabIds ids, TimeProvider time, IdentityDirectory identities)
{
    public const string XmlNamespace = "https://sts.amazonaws.com/doc/2011-06-15/";

    private const int DefaultDurationSeconds = 3600;

    private static readonly SearchValues<char> SessionCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@-");

    public LabAnswer Handle(LabCall call)
    {
        var requestId = ids.Uuid();
        try
        {
            return new(requestId, null, call.Action switch
            {
                "GetCallerIdentity" => new("")
                {
                    { "UserId", call.Identity.PrincipalId },
                    { "Account", call.Identity.AccountId },
                    { "Arn", call.Identity.Arn },
                },
                "AssumeRole" => AssumeRole(call),
                _ => throw new AwsErrorException("InvalidAction", $"Could not find operation {call.Action} for version 2011-06-15"),
            });
        }
        catch (AwsErrorException e)
        {
            return new(requestId, e.Error, new(""));
        }
    }

    private Element AssumeRole(LabCall call)
    {
        var roleArn = call.Parameters["RoleArn"].Value ?? "";
        var session = call.Parameters["RoleSessionName"].Value ?? "";
        if (!Arn.TryParse(roleArn, out var arn) || arn is not { Partition: "aws", Service: "iam", Region: null, Account: { } account }
            || !arn.Resource.StartsWith("role/", StringComparison.Ordinal))
        {
            throw new AwsErrorException("ValidationError", $"{roleArn} is invalid");
        }
        if (session.Length is < 2 or > 64 || session.AsSpan().IndexOfAnyExcept(SessionCharacters) >= 0)
        {
            throw new AwsErrorException("ValidationError", "roleSessionName must have 2 to 64 characters: letters, digits and _+=,.@-");
        }
        var identity = new LabIdentity($"arn:aws:sts::{account}:assumed-role/{arn.Resource.Split('/')[^1]}/{session}");
        var key = $"ASIA{ids.Hex(16).ToUpperInvariant()}";
        if (account != accountId || !identities.TryAdd(key, identity))
        {
            throw new AwsErrorException(
                "AccessDenied", $"User: {call.Identity.Arn} is not authorized to perform: sts:AssumeRole on resource: {roleArn}", 403);
        }
        var expires = time.GetUtcNow().AddSeconds(call.Parameters["DurationSeconds"].Number ?? DefaultDurationSeconds);
        return new("")
        {
            new Element("Credentials")
            {
                { "AccessKeyId", key },
                { "SecretAccessKey", ids.Hex(40) },
                { "SessionToken", ids.Hex(64) },
                { "Expiration", expires.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) },
            },
            new Element("AssumedRoleUser") { { "AssumedRoleId", identity.PrincipalId }, { "Arn", identity.Arn } },
        };
    }
}
