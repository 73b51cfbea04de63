namespace SgWatch.Incidents;

/// <summary>One of the two budgets of an hour's changes in an account and region. Its name in lower case stands in JSON.</summary>
public enum ChangeBudget
{
    /// <summary>For rules that somebody made or edited.</summary>
    Made,

    /// <summary>For all else: prefix lists, tags, dates, traffic that is missing.</summary>
    Other,
}
