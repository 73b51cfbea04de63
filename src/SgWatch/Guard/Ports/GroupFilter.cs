namespace SgWatch.Guard.Ports;

/// <summary>Which groups of an account and region a listing gives.</summary>
public abstract record GroupFilter
{
    private GroupFilter()
    {
    }

    /// <summary>All groups.</summary>
    public sealed record Every : GroupFilter;

    /// <summary>The groups with a rule of one direction whose peer is a prefix list.</summary>
    /// <param name="PrefixListId">The prefix list, such as <c>pl-0123456789abcdef0</c>.</param>
    /// <param name="IsEgress">The rule's direction.</param>
    public sealed record Using(string PrefixListId, bool IsEgress) : GroupFilter;
}
