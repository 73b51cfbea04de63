namespace SgWatch.Packaging;

/// <summary>The processors that Lambda has.</summary>
/// <param name="Name">As <c>--arch</c> has it.</param>
/// <param name="RuntimeIdentifier">.NET's name.</param>
/// <param name="Triple">The C toolchain's name, as Debian's packages spell it.</param>
/// <param name="ElfMachine">The number in an ELF file's <c>e_machine</c>.</param>
public sealed record PackageArchitecture(string Name, string RuntimeIdentifier, string Triple, ushort ElfMachine)
{
    public static PackageArchitecture X64 { get; } = new("x64", "linux-x64", "x86_64-linux-gnu", 62);

    public static PackageArchitecture Arm64 { get; } = new("arm64", "linux-arm64", "aarch64-linux-gnu", 183);

    public static IReadOnlyList<PackageArchitecture> All { get; } = [X64, Arm64];
}
