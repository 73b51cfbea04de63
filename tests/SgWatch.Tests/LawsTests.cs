using System.Text.RegularExpressions;

namespace SgWatch.Tests;

public sealed partial class LawsTests
{
    [Fact]
    public void Every_law_follows_the_scale()
    {
        var folder = Path.Combine(Checkout.Root, "tests"); // every test project
        var others = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) is not ("Laws.cs" or "LawsTests.cs"))
            .Where(file => Sampling().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(folder, file));

        Assert.Empty(others); // Laws.Holds instead: it tries as many cases as SGWATCH_TEST_SCALE asks for
    }

    [GeneratedRegex(@"\.Sample\w*\(")]
    private static partial Regex Sampling();
}
