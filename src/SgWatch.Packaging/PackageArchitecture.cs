namespace SgWatch.Packaging;

/// <summary>A processor architecture that Lambda offers.</summary>
/// <param name="Name">Its name in <c>--arch</c>.</param>
/// <param name="RuntimeIdentifier">.NET's name for it.</param>
/// <param name="Triple">The C toolchain's name for it, as Debian's packages spell it.</param>
/// <param name="ElfMachine">Its number in an ELF file's <c>e_machine</c>.</param>
public sealed record PackageArchitecture(string Name, string RuntimeIdentifier, string Triple, ushort ElfMachine)
{
    /// <summary>Intel and AMD, 64 bits.</summary>
    public static PackageArchitecture X64 { get; } = new("x64", "linux-x64", "x86_64-linux-gnu", 62);

    /// <summary>AWS Graviton.</summary>
    public static PackageArchitecture Arm64 { get; } = new("arm64", "linux-arm64", "aarch64-linux-gnu", 183);

    /// <summary>All of them, the default first.</summary>
    public static IReadOnlyList<PackageArchitecture> All { get; } = [X64, Arm64];
}
