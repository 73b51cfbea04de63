namespace SgWatch.Packaging.Tests;

public sealed class SourceTreeTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("sgwatch-tree-").FullName;

    public SourceTreeTests()
    {
        foreach (var project in (string[])["SgWatch", "SgWatch.Aws", "SgWatch.Lambda/bin"])
        {
            Directory.CreateDirectory(Path.Combine(_root, "src", project));
        }
        Directory.CreateDirectory(Path.Combine(_root, "policies"));
        Write("SgWatch.slnx", "");
        Write("src/SgWatch/A.cs", "a");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void The_checkout_is_found_from_any_folder_in_it_and_not_from_outside()
    {
        Assert.Equal(_root, SourceTree.Find(Path.Combine(_root, "src", "SgWatch")).Root);
        var outside = Assert.Throws<PackagingException>(() => SourceTree.Find(Path.GetTempPath()));
        Assert.Contains("no SgWatch.slnx above it", outside.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("src/SgWatch/A.cs")]
    [InlineData("src/SgWatch.Lambda/B.cs")]
    [InlineData("policies/built-in.yaml")]
    [InlineData("Directory.Packages.props")]
    public void A_changed_source_changes_the_hash(string path)
    {
        var before = new SourceTree(_root).Hash();
        Write(path, "changed");
        Assert.NotEqual(before, new SourceTree(_root).Hash());
    }

    [Theory]
    [InlineData("src/SgWatch.Lambda/bin/B.dll")]
    [InlineData("README.md")]
    public void A_file_that_the_function_is_not_built_from_does_not_change_the_hash(string path)
    {
        var before = new SourceTree(_root).Hash();
        Write(path, "changed");
        Assert.Equal(before, new SourceTree(_root).Hash());
    }

    [Fact]
    public void Other_settings_of_the_build_are_part_of_the_hash()
    {
        string[] hashes = [new SourceTree(_root).Hash(), new SourceTree(_root).Hash("x64"), new SourceTree(_root).Hash("x", "64")];
        Assert.Equal(3, hashes.Distinct().Count());
    }

    private void Write(string path, string text) => File.WriteAllText(Path.Combine(_root, path), text);
}
