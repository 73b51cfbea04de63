using System.Security.Cryptography;
using System.Text;

namespace SgWatch.Lab.Identities;

/// <summary>A principal of the lab, known by its ARN: a user, a role's session or the root user.</summary>
/// <param name="Arn">Such as <c>arn:aws:iam::111122223333:user/lab</c> or
/// <c>arn:aws:sts::111122223333:assumed-role/sgwatch/guard</c>.</param>
/// <remarks>Source: IAM user guide, IAM identifiers; CloudTrail user guide, userIdentity element.</remarks>
public sealed record LabIdentity(string Arn)
{
    /// <summary>The address its calls come from in CloudTrail's records; null for the real one.</summary>
    public string? SourceIpAddress { get; init; }

    public string AccountId => Changes.Arn.TryParse(Arn, out var arn) ? arn.Account ?? "" : "";

    /// <summary>The value of <c>userIdentity.type</c>.</summary>
    public string Type => Resource switch
    {
        "root" => "Root",
        var resource when resource.StartsWith("assumed-role/", StringComparison.Ordinal) => "AssumedRole",
        _ => "IAMUser",
    };

    /// <summary>The user's name; for a session that of its role.</summary>
    public string Name => Type == "AssumedRole" ? Resource.Split('/')[1] : Resource.Split('/')[^1];

    /// <summary>The name under which CloudTrail's LookupEvents finds its calls: the user's, the session's, or <c>root</c>.</summary>
    public string TrailName => Resource.Split('/')[^1];

    /// <summary>The unique id: made from the ARN, so that it is the same in every run.</summary>
    public string PrincipalId => Type switch
    {
        "Root" => AccountId,
        "AssumedRole" => $"{UniqueId("AROA", RoleArn)}:{Resource.Split('/')[^1]}",
        _ => UniqueId("AIDA", Arn),
    };

    /// <summary>The ARN of a session's role.</summary>
    public string RoleArn => $"arn:aws:iam::{AccountId}:role/{Name}";

    private string Resource => Arn[(Arn.LastIndexOf(':') + 1)..];

    private static string UniqueId(string prefix, string arn)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(arn));
        return prefix + string.Concat(hash.Take(17).Select(static b => Letters[b % Letters.Length]));
    }
}
