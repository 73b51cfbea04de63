namespace SgWatch.Tests;

/// <summary>The folder that this source tree was checked out into.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string Text(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    /// <summary>The library of policies.</summary>
    public static IEnumerable<string> PolicyFiles =>
        Directory.GetFiles(Path.Combine(Root, "policies"), "*.yaml").Select(Path.GetFileName).Order(StringComparer.Ordinal)!;

    private static string Find(DirectoryInfo? folder) => folder is null
        ? throw new DirectoryNotFoundException("SgWatch.slnx stands in no folder above the tests")
        : File.Exists(Path.Combine(folder.FullName, "SgWatch.slnx")) ? folder.FullName : Find(folder.Parent);
}
