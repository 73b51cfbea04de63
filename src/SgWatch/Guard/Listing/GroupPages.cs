using System.Runtime.CompilerServices;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;

namespace SgWatch.Guard.Listing;

/// <summary>Reads the groups of an account and region page by page, and holds no more than one page at a time.</summary>
/// <remarks>
/// <code>
/// await foreach (var read in new GroupPages(groups, retry).ReadAsync(new GroupFilter.Every(), null, cancellationToken))
/// {
///     if (!read.TryGet(out var page, out var failure))
///     {
///         return failure; // always the last item
///     }
///     Use(page.Groups);
/// }
/// </code>
/// </remarks>
/// <param name="groups">The groups.</param>
/// <param name="retry">Tries a page again, and knows how much time is left.</param>
public sealed class GroupPages(ISecurityGroups groups, Retry retry)
{
    private const string RepeatedPage = "RepeatedPage";
    private const string TooManyPages = "TooManyPages";

    /// <summary>The most pages that are read; a longer listing fails.</summary>
    public int MaxPages { get; init; } = 10_000;

    /// <summary>With less time left than this, the listing stops before its next page; null to go on. It always reads one page.</summary>
    public TimeSpan? PageTime { get; init; }

    /// <summary>True if the listing itself is broken, as this class found: EC2 named a page twice, or the pages didn't end.</summary>
    public static bool IsEndless(CallFailure failure) => failure.Code is RepeatedPage or TooManyPages;

    /// <summary>Reads the pages in order.</summary>
    /// <param name="filter">Which groups.</param>
    /// <param name="from">EC2's token of the page to begin with; null for the first.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>
    /// Each page, and at last the failure if a page can't be read. If the time runs short it just ends: then the last page has a
    /// <see cref="SecurityGroupPage.NextToken"/>, and the reading can go on from there.
    /// </returns>
    public async IAsyncEnumerable<CallResult<SecurityGroupPage>> ReadAsync(
        GroupFilter filter, string? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var token = from;
        for (var pages = 0; pages < MaxPages; pages++)
        {
            if (pages > 0 && PageTime is { } pageTime && !retry.HasTimeFor(pageTime))
            {
                yield break;
            }
            var read = await retry.RunAsync(cancel => groups.ListAsync(filter, token, cancel), cancellationToken);
            yield return read;
            if (!read.TryGet(out var page, out _) || page.NextToken is null)
            {
                yield break;
            }
            if (page.NextToken == token)
            {
                yield return Endless(RepeatedPage, "EC2 named the same page twice as the next");
                yield break;
            }
            token = page.NextToken;
        }
        yield return Endless(TooManyPages, $"the listing did not end within {MaxPages} pages");
    }

    private static CallFailure Endless(string code, string message) =>
        new(CallFailureKind.Rejected, "DescribeSecurityGroups", code, message);
}
