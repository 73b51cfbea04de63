namespace SgWatch.Aws.Ec2;

/// <summary>The value of a filter that is to match one text exactly.</summary>
/// <remarks>Source: EC2 User Guide, "List and filter using the CLI and API": * and ? are wildcards, a backslash before one takes it literally.</remarks>
internal static class FilterText
{
    public static string Exactly(string value) => value
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("*", @"\*", StringComparison.Ordinal)
        .Replace("?", @"\?", StringComparison.Ordinal);
}
