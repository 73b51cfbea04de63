namespace SgWatch.Aws.Ec2;

/// <summary>Reads a listing to its end.</summary>
internal static class Pages
{
    /// <summary>Far above what a region can hold: 200 groups of 240 rules each come on 48 pages.</summary>
    public const int Limit = 1000;

    /// <summary>Reads page after page; an answer without items counts as an empty one.</summary>
    /// <exception cref="ResponseException">More than <see cref="Limit"/> pages, or a page that names itself as the next.</exception>
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
                throw new ResponseException("RepeatedPage", "EC2 named the same page twice as the next.");
            }
            token = next;
        }
        throw new ResponseException("TooManyPages", $"The listing did not end within {Limit} pages.");
    }
}
