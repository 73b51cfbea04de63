namespace SgWatch.Aws.Ec2;

/// <summary>The value of an EC2 filter that matches one text exactly.</summary>
/// <remarks>
/// In a filter, * and ? are wildcards; a backslash before them takes them literally.
/// Source: EC2 User Guide, "List and filter using the CLI and API".
/// </remarks>
internal static class FilterText
{
    public static string Exactly(string value) => value
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("*", @"\*", StringComparison.Ordinal)
        .Replace("?", @"\?", StringComparison.Ordinal);
}
