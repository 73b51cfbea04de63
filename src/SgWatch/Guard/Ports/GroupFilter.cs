namespace SgWatch.Guard.Ports;

/// <summary>Which groups of an account and region a listing gives.</summary>
public abstract record GroupFilter
{
    private GroupFilter()
    {
    }

    /// <summary>All of them.</summary>
    public sealed record Every : GroupFilter;

    /// <summary>Those with a rule of this direction whose peer is this prefix list.</summary>
    public sealed record Using(string PrefixListId, bool IsEgress) : GroupFilter;
}
