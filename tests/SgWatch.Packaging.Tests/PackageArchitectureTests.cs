namespace SgWatch.Packaging.Tests;

public class PackageArchitectureTests
{
    [Theory]
    [InlineData("x64", "x64")]
    [InlineData("x86_64", "x64")] // as Lambda and uname call it
    [InlineData("amd64", "x64")] // as Debian and Docker call it
    [InlineData("arm64", "arm64")]
    public void Every_name_stands_for_one_architecture(string name, string expected) =>
        Assert.Equal(expected, PackageArchitecture.Named(name).Name);

    [Fact]
    public void No_name_stands_for_two() => Assert.Equal(PackageArchitecture.Names.Distinct(), PackageArchitecture.Names);
}
