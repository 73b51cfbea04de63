namespace SgWatch.Policies.Reading;

/// <summary>Reads sections that are lists.</summary>
internal static class Sections
{
    /// <summary>The entries of a section. A missing section and an empty list have none.</summary>
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
