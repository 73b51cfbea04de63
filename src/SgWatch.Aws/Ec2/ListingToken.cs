using System.Collections.Immutable;

namespace SgWatch.Aws.Ec2;

/// <summary>Where a listing goes on: with the groups of EC2's page that are left, and then with EC2's next page.</summary>
/// <remarks>
/// As text: <c>sg-1,sg-2;sg-3|TOKEN</c>, or EC2's token alone. A comma is between groups that are read at once, a semicolon between those
/// that aren't. EC2's tokens have no <c>|</c>. A sweep keeps the text while it waits in a queue.
/// </remarks>
/// <param name="Left">The groups that are left of EC2's page, as they are to be read.</param>
/// <param name="Next">EC2's token of its next page; null after the last.</param>
internal sealed record ListingToken(ImmutableArray<ImmutableArray<string>> Left, string? Next)
{
    private const char End = '|';
    private const char BetweenReads = ';';
    private const char BetweenGroups = ',';

    /// <summary>The text that names this place; null if nothing is left.</summary>
    public string? Text => Left.IsEmpty
        ? Next
        : $"{string.Join(BetweenReads, Left.Select(read => string.Join(BetweenGroups, read)))}{End}{Next}";

    /// <summary>Reads the text of a place; null is the beginning.</summary>
    public static ListingToken Of(string? text)
    {
        var end = text?.StartsWith("sg-", StringComparison.Ordinal) == true ? text.IndexOf(End, StringComparison.Ordinal) : -1;
        return end < 0
            ? new([], text)
            : new(
                [.. text![..end].Split(BetweenReads).Select(read => read.Split(BetweenGroups).ToImmutableArray())],
                end + 1 < text.Length ? text[(end + 1)..] : null);
    }

    /// <summary>Divides groups into those that are read at once: as few as have together at most so many rules, but at least one.</summary>
    public static ImmutableArray<ImmutableArray<string>> Divide(IEnumerable<ListedGroup> groups, int maxRules)
    {
        var reads = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        var read = ImmutableArray.CreateBuilder<string>();
        var rules = 0;
        foreach (var (group, count) in groups)
        {
            if (read.Count > 0 && rules + count > maxRules)
            {
                reads.Add(read.DrainToImmutable());
                rules = 0;
            }
            read.Add(group.GroupId);
            rules += count;
        }
        if (read.Count > 0)
        {
            reads.Add(read.DrainToImmutable());
        }
        return reads.ToImmutable();
    }
}
