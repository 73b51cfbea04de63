using System.Collections.Immutable;
using SgWatch.Lab.Api;

namespace SgWatch.Lab.Ec2;

/// <summary>The filters that one listing knows.</summary>
/// <param name="fields">Each filter's name, and an item's values for it; a filter holds if any of them matches any of its own.</param>
/// <param name="tags">An item's tags, for <c>tag:KEY</c>; null if the listing has no such filter.</param>
/// <remarks>Source: EC2 user guide, Filter the list of resources: all filters must hold; values may have * and ?.</remarks>
internal sealed class Filters<T>(
    IReadOnlyDictionary<string, Func<T, IEnumerable<string>>> fields,
    Func<RegionState, T, ImmutableSortedDictionary<string, string>>? tags)
{
    private const string TagPrefix = "tag:";
    private const int MaxValues = 200;

    /// <summary>The items for which every filter of the request holds.</summary>
    /// <exception cref="AwsErrorException">A filter isn't known, or has no values or too many.</exception>
    public IEnumerable<T> Apply(RegionState region, IEnumerable<T> items, QueryNode parameters)
    {
        foreach (var filter in parameters["Filter"].Items)
        {
            var values = Values(region, Lookup.Required(filter, "Name"));
            var patterns = filter["Value"].Texts;
            if (patterns.Count is 0 or > MaxValues)
            {
                throw AwsErrorException.Invalid($"A filter must have 1 to {MaxValues} values.");
            }
            items = items.Where(item =>
                values(item).Any(value => patterns.Any(pattern => Wildcard.Matches(pattern, value, questionMarks: true))));
        }
        return items;
    }

    private Func<T, IEnumerable<string>> Values(RegionState region, string name) =>
        fields.TryGetValue(name, out var values) ? values
        : tags is not null && name.StartsWith(TagPrefix, StringComparison.Ordinal)
            ? item => tags(region, item).TryGetValue(name[TagPrefix.Length..], out var value) ? [value] : []
        : tags is not null && name == "tag-key" ? item => tags(region, item).Keys
        : throw AwsErrorException.Invalid($"The filter '{name}' is invalid");
}
