using SgWatch.Aws.Calls;

namespace SgWatch.Aws.Ec2;

/// <summary>Reads all pages of a listing.</summary>
internal static class Pages
{
    /// <summary>The most pages of a listing. It is far more than needed: 200 groups of 240 rules each are 48 pages.</summary>
    public const int Limit = 1000;

    /// <summary>A page names itself as the next.</summary>
    public static ResponseException Repeated() => new("RepeatedPage", "EC2 named the same page twice as the next.");

    /// <summary>Reads page after page; an answer without items counts as an empty one.</summary>
    /// <exception cref="ResponseException">There are more than <see cref="Limit"/> pages, or a page names itself as the next.</exception>
    public static async Task<List<T>> ReadAllAsync<T>(Func<string?, Task<(List<T>? Items, string? NextToken)>> read)
    {
        var all = new List<T>();
        string? token = null;
        for (var page = 0; page < Limit; page++)
        {
            var (items, next) = await read(token);
            all.AddRange(items ?? []);
            if (string.IsNullOrEmpty(next))
            {
                return all;
            }
            if (next == token)
            {
                throw Repeated();
            }
            token = next;
        }
        throw new ResponseException("TooManyPages", $"The listing did not end within {Limit} pages.");
    }
}
