using System.Runtime.InteropServices;

namespace SgWatch.Packaging.Tests;

public sealed class ToolchainTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("sgwatch-toolchain-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [InlineData("clang")]
    [InlineData("gcc")]
    public void Either_compiler_is_enough_for_the_processor_of_the_machine(string compiler) =>
        Assert.Empty(Find(PackageArchitecture.X64, compiler).PublishArguments);

    [Fact]
    public void Without_a_compiler_the_message_says_what_to_install() =>
        Assert.Contains("apt-get install gcc", Refused(PackageArchitecture.X64), StringComparison.Ordinal);

    [Fact]
    public void For_another_processor_the_message_names_the_package_of_the_cross_compiler() =>
        Assert.Contains("apt-get install gcc-aarch64-linux-gnu", Refused(PackageArchitecture.Arm64, "gcc"), StringComparison.Ordinal);

    [Fact]
    public void The_cross_compiler_is_called_through_a_wrapper()
    {
        var arguments = Find(PackageArchitecture.Arm64, "aarch64-linux-gnu-gcc", "aarch64-linux-gnu-objcopy").PublishArguments;
        Assert.Equal(
            [
                $"-p:CppCompilerAndLinker={Path.Combine(_work, "cross-gcc")}",
                "-p:LinkerFlavor=bfd",
                "-p:ObjCopyName=aarch64-linux-gnu-objcopy",
            ],
            arguments);
        Assert.Contains("--target=*", File.ReadAllText(Path.Combine(_work, "cross-gcc")), StringComparison.Ordinal);
    }

    [Fact]
    public void On_another_system_the_message_says_where_to_package()
    {
        var refused = Assert.Throws<PackagingException>(
            () => Toolchain.Find(PackageArchitecture.X64, Architecture.X64, isLinux: false, _ => null, _work));
        Assert.Contains("Linux", refused.Message, StringComparison.Ordinal);
    }

    private string Refused(PackageArchitecture architecture, params string[] installed) =>
        Assert.Throws<PackagingException>(() => Find(architecture, installed)).Message;

    private Toolchain Find(PackageArchitecture architecture, params string[] installed) => Toolchain.Find(
        architecture, Architecture.X64, isLinux: true, program => installed.Contains(program) ? $"/usr/bin/{program}" : null, _work);
}
