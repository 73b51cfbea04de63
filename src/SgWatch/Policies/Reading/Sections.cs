namespace SgWatch.Policies.Reading;

/// <summary>Reads the sections that are lists.</summary>
internal static class Sections
{
    /// <summary>The entries of a section; none where it isn't there. A section may be an empty list.</summary>
    public static IReadOnlyList<PolicyNode> Entries(PolicyNode? section, string name, ProblemList problems)
    {
        if (section is null or PolicyNode.List)
        {
            return (section as PolicyNode.List)?.Items ?? [];
        }
        problems.Expected(PolicyCode.WrongKind, section, $"{name}: a list, each entry after a '-'");
        return [];
    }
}
