using System.Diagnostics.CodeAnalysis;

namespace SgWatch.Aws.S3;

/// <summary>An object in S3, such as <c>s3://my-bucket/guard/sgwatch.yaml?versionId=3HL4kqtJlcpXroDTDmJ</c>.</summary>
/// <remarks>Source: S3 User Guide, "Bucket naming rules" and "Naming Amazon S3 objects".</remarks>
public sealed record S3Location
{
    private const string Scheme = "s3://";
    private const string VersionMark = "?versionId=";
    private const int MaxKeyBytes = 1024;

    private S3Location(string bucket, string key, string? versionId)
    {
        Bucket = bucket;
        Key = key;
        VersionId = versionId;
    }

    /// <summary>3 to 63 lower-case letters, digits, hyphens and points.</summary>
    public string Bucket { get; }

    /// <summary>The object's key, without any escapes; 1 to 1,024 bytes in UTF-8.</summary>
    public string Key { get; }

    /// <summary>The version's id; null for the current version.</summary>
    public string? VersionId { get; }

    /// <summary>Reads <c>s3://BUCKET/KEY</c> or <c>s3://BUCKET/KEY?versionId=ID</c>; false for anything else.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out S3Location? location)
    {
        location = null;
        if (text is null || !text.StartsWith(Scheme, StringComparison.Ordinal)
            || text[Scheme.Length..].Split('/', 2) is not [var bucket, var rest])
        {
            return false;
        }
        // the last mark counts, because a key may hold any character
        var mark = rest.LastIndexOf(VersionMark, StringComparison.Ordinal);
        var key = mark < 0 ? rest : rest[..mark];
        var versionId = mark < 0 ? null : rest[(mark + VersionMark.Length)..];
        if (IsBucket(bucket) && key.Length > 0 && System.Text.Encoding.UTF8.GetByteCount(key) <= MaxKeyBytes && versionId is not "")
        {
            location = new(bucket, key, versionId);
        }
        return location is not null;
    }

    /// <summary>An object whose key begins with this one's and a slash. Its current version is meant.</summary>
    /// <param name="path">The rest of the key.</param>
    public S3Location Under(string path) => new(Bucket, $"{Key.TrimEnd('/')}/{path}", null);

    /// <summary>The location's text, which <see cref="TryParse"/> reads.</summary>
    public override string ToString() => $"{Scheme}{Bucket}/{Key}{(VersionId is null ? "" : VersionMark + VersionId)}";

    // the name becomes part of a host name, so it is checked strictly
    private static bool IsBucket(string name) => name.Length is >= 3 and <= 63
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.')
        && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]) && !name.Contains("..", StringComparison.Ordinal);
}
