using System.Collections.Immutable;
using SgWatch.Lab.Api;

namespace SgWatch.Lab.Ec2;

/// <summary>Reads the tags of a request.</summary>
/// <remarks>Source: EC2 API Reference, CreateTags and TagSpecification; EC2 user guide, Tag restrictions.</remarks>
internal static class TagReader
{
    private const int MaxTags = 50;
    private const int MaxKeyLength = 128;
    private const int MaxValueLength = 256;

    /// <summary>The tags that a create call gives to resources of a type.</summary>
    public static ImmutableSortedDictionary<string, string> FromSpecification(QueryNode parameters, string resourceType)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var specification in parameters["TagSpecification"].Items)
        {
            var type = Lookup.Required(specification, "ResourceType");
            if (type != resourceType)
            {
                throw AwsErrorException.Invalid($"'{type}' is not a valid taggable resource type for this operation.");
            }
            tags.AddRange(Read(specification["Tag"]));
        }
        return Checked(tags.ToImmutable());
    }

    /// <summary>The elements of <c>Tag.N</c>.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Read(QueryNode tags)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tag in tags.Items)
        {
            var (key, value) = (Lookup.Required(tag, "Key"), tag["Value"].Value ?? "");
            if (key.Length > MaxKeyLength || value.Length > MaxValueLength || key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw AwsErrorException.Invalid(
                    $"Tag keys may have {MaxKeyLength} characters and not start with aws:, values {MaxValueLength}.");
            }
            yield return seen.Add(key) ? new(key, value) : throw AwsErrorException.Invalid($"Duplicate tag key '{key}' specified.");
        }
    }

    /// <summary>The tags themselves, if a resource may have so many.</summary>
    public static ImmutableSortedDictionary<string, string> Checked(ImmutableSortedDictionary<string, string> tags) => tags.Count <= MaxTags
        ? tags
        : throw new AwsErrorException("TagLimitExceeded", $"More than {MaxTags} tags are not allowed.");
}
