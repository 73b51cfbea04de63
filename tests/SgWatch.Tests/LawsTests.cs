namespace SgWatch.Tests;

public sealed class LawsTests
{
    [Fact]
    public void Every_law_follows_the_scale()
    {
        var folder = Path.Combine(Checkout.Root, "tests", "SgWatch.Tests");
        var others = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) is not ("Laws.cs" or "LawsTests.cs"))
            .Where(file => File.ReadAllText(file).Contains(".Sample(", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(folder, file));

        Assert.Empty(others); // Laws.Holds instead: it tries as many cases as SGWATCH_TEST_SCALE asks for
    }
}
