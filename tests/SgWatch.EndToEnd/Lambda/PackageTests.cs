using System.IO.Compression;
using SgWatch.Packaging;

namespace SgWatch.EndToEnd.Lambda;

[Collection(UsesFunction.Name)]
public sealed class PackageTests(FunctionFixture function)
{
    [Fact]
    public void The_zip_has_only_the_bootstrap_and_it_is_executable()
    {
        using var zip = ZipFile.OpenRead(function.Package.Zip);
        var entry = Assert.Single(zip.Entries);
        Assert.Equal(("bootstrap", 0x81EDu), (entry.FullName, (uint)entry.ExternalAttributes >> 16));
        Assert.InRange(function.Package.SizeBytes, 1_000_000, 20_000_000);
    }

    [Fact]
    public async Task An_unchanged_tree_is_not_built_again_and_gives_the_same_bytes()
    {
        var again = await function.PackageAsync();
        Assert.False(again.WasBuilt);
        Assert.Equal(function.Package.Sha256, again.Sha256);
    }

    [Fact]
    public void The_bootstrap_needs_no_glibc_newer_than_Lambdas()
    {
        var elf = ElfFile.Read(File.ReadAllBytes(function.Package.Bootstrap));
        Assert.Equal(FunctionFixture.Architecture.ElfMachine, elf.Machine);
        Assert.Contains("GLIBC_2.34", elf.NeededVersions);
        Assert.DoesNotContain(elf.NeededVersions, version =>
            version.StartsWith("GLIBC_", StringComparison.Ordinal) && Version.Parse(version["GLIBC_".Length..]) > new Version(2, 34));
    }
}
