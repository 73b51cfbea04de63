using System.Text;
using SgWatch.Lab.Api;

namespace SgWatch.Lab.Ec2;

/// <summary>
/// Cuts a listing into pages. A page ends at a key, not at a count, so that what comes and goes between pages shifts nothing.
/// </summary>
/// <remarks>Source: EC2 API Reference, MaxResults and NextToken of each listing; EC2 developer guide, Pagination.</remarks>
internal static class Paging
{
    private const int Maximum = 1000;

    /// <summary>The page that MaxResults and NextToken ask for; all of it without them.</summary>
    /// <param name="items">In any order.</param>
    /// <param name="key">Unique.</param>
    /// <param name="region">Its settings bound the page.</param>
    /// <param name="parameters">Of the request.</param>
    /// <param name="min">The least MaxResults.</param>
    /// <param name="max">The greatest.</param>
    public static (IReadOnlyList<T> Items, string? NextToken) Page<T>(
        IEnumerable<T> items, Func<T, string> key, RegionState region, QueryNode parameters, int min = 5, int max = Maximum)
    {
        var asked = parameters["MaxResults"].Number;
        if (asked < min || asked > max)
        {
            throw AwsErrorException.Invalid(
                $"Value ( {asked} ) for parameter maxResults is invalid. Expecting a value between {min} and {max}.");
        }
        var after = parameters["NextToken"].Value is { Length: > 0 } token ? Decode(token) : null;
        var size = Math.Min(asked ?? (after is null ? int.MaxValue : max), region.Settings.MaxPageSize);
        var rest = items.OrderBy(key, StringComparer.Ordinal)
            .Where(item => after is null || string.CompareOrdinal(key(item), after) > 0)
            .ToList();
        return rest.Count <= size ? (rest, null) : (rest[..(int)size], Encode(key(rest[(int)size - 1])));
    }

    private static string Encode(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes(key));

    private static string Decode(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new AwsErrorException("InvalidNextToken", "The specified nextToken is invalid.");
    }
}
