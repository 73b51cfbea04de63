using System.Text;

namespace SgWatch.House.Tests.Tree;

/// <summary>One place where a file breaks a house rule.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="What">What is wrong there.</param>
internal sealed record Breach(string Path, int Line, string What)
{
    /// <summary>Fails with every breach at once, counted by folder, and says how to mend them.</summary>
    public static void AssertNone(IEnumerable<Breach> breaches, string howToMend)
    {
        var all = breaches.Distinct().OrderBy(breach => breach.Path, StringComparer.Ordinal).ThenBy(breach => breach.Line).ToList();
        if (all.Count == 0)
        {
            return;
        }
        var text = new StringBuilder($"{all.Count} breaches. {howToMend}\n");
        foreach (var folder in all.GroupBy(breach => FolderOf(breach.Path)).OrderByDescending(folder => folder.Count()))
        {
            text.Append($"{folder.Count(),6}  {folder.Key}\n");
        }
        foreach (var breach in all)
        {
            text.Append($"{breach.Path}:{breach.Line}: {breach.What}\n");
        }
        Assert.Fail(text.ToString());
    }

    private static string FolderOf(string path)
    {
        var parts = path.Split('/');
        return string.Join('/', parts[..Math.Min(parts.Length - 1, 3)]);
    }
}
