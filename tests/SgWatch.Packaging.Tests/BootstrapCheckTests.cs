namespace SgWatch.Packaging.Tests;

public class BootstrapCheckTests
{
    [Fact]
    public void A_program_for_Lambdas_glibc_passes() => BootstrapCheck.Run(
        HandMade.Elf(183, ["libc.so.6", "GLIBC_2.17", "GLIBC_2.34"], ["libz.so.1", "ZLIB_1.2.9"]), PackageArchitecture.Arm64);

    [Theory]
    [InlineData("GLIBC_2.35")]
    [InlineData("GLIBC_2.100")] // a number, not a text
    [InlineData("GLIBC_3.0")]
    [InlineData("GLIBC_PRIVATE")]
    public void A_newer_symbol_is_refused_by_name(string version) => Assert.StartsWith(
        $"The bootstrap needs {version},",
        Refused(HandMade.Elf(62, ["libc.so.6", "GLIBC_2.2.5", version]), PackageArchitecture.X64),
        StringComparison.Ordinal);

    [Fact]
    public void A_program_for_another_processor_is_refused() => Assert.Contains(
        "another processor",
        Refused(HandMade.Elf(62, ["libc.so.6", "GLIBC_2.17"]), PackageArchitecture.Arm64),
        StringComparison.Ordinal);

    [Fact]
    public void What_can_not_be_checked_is_refused()
    {
        Assert.Throws<PackagingException>(() => BootstrapCheck.Run("#!/bin/sh\n"u8, PackageArchitecture.X64));
        Assert.Throws<PackagingException>(() => BootstrapCheck.Run(HandMade.Elf(62), PackageArchitecture.X64));
    }

    private static string Refused(byte[] bootstrap, PackageArchitecture architecture) =>
        Assert.Throws<PackagingException>(() => BootstrapCheck.Run(bootstrap, architecture)).Message;
}
